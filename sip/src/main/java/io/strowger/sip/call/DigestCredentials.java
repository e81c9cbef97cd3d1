package io.strowger.sip.call;

import org.jspecify.annotations.Nullable;

/**
 * Who we are towards one realm.
 *
 * @param realm null for every realm that has no credentials of its own
 */
public record DigestCredentials(String user, String password, @Nullable String realm) {
  public DigestCredentials(String user, String password) {
    this(user, password, null);
  }

  @Override
  public String toString() {
    return "DigestCredentials[" + user + "]";
  }
}
