package io.strowger.sip.message;

/** How a message travels; the names are those of a Via and of a URI's transport parameter. */
public enum Transport {
  UDP,
  TCP,
  TLS;

  /** True where the network itself repeats what was lost, so that transactions need not. */
  public boolean reliable() {
    return this != UDP;
  }
}
