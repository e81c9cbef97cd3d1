package io.strowger.smpp.session;

import io.strowger.smpp.codec.BindType;

/**
 * What one bind needs to know. Times in milliseconds; an enquireLink or inactivity of 0 is off.
 *
 * @param interfaceVersion offered: 0x33, 0x34 or 0x50
 * @param connectMillis until the connection stands, TLS included
 * @param bindMillis session-init timer: from the connection to the bind response
 * @param enquireLinkMillis silence of the peer before an enquire_link
 * @param responseMillis how long any response may take
 * @param inactivityMillis silence of the peer that closes the link
 * @param unbindMillis how long unbind_resp may take
 * @param windowMax unanswered requests of ours, 1–10000
 * @param deliverMax unacknowledged requests of the peer before reading pauses, at least 1
 */
public record SessionSettings(
    BindType bindType,
    String systemId,
    String password,
    String systemType,
    int interfaceVersion,
    String addressRange,
    long connectMillis,
    long bindMillis,
    long enquireLinkMillis,
    long responseMillis,
    long inactivityMillis,
    long unbindMillis,
    int windowMax,
    int deliverMax) {

  /** The same bind with another system_id and password. */
  public SessionSettings with(String otherSystemId, String otherPassword) {
    return new SessionSettings(
        bindType,
        otherSystemId,
        otherPassword,
        systemType,
        interfaceVersion,
        addressRange,
        connectMillis,
        bindMillis,
        enquireLinkMillis,
        responseMillis,
        inactivityMillis,
        unbindMillis,
        windowMax,
        deliverMax);
  }

  /** Whether both have the same system_id and password. */
  public boolean bindsAs(SessionSettings other) {
    return systemId.equals(other.systemId) && password.equals(other.password);
  }

  @Override
  public String toString() {
    return "SessionSettings[" + bindType + ", " + systemId + "]";
  }
}
