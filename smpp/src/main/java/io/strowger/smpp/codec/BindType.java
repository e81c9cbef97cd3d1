package io.strowger.smpp.codec;

/** Which way messages may travel on a bind (SMPP 3.4 section 2.2). */
public enum BindType {
  TRANSMITTER,
  RECEIVER,
  TRANSCEIVER;

  public boolean canTransmit() {
    return this != RECEIVER;
  }

  public boolean canReceive() {
    return this != TRANSMITTER;
  }
}
