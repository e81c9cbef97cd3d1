package io.strowger.gateway.health;

/** What a link or trunk says by itself, without statistics: the route opens at once. */
public enum Fault {
  BIND_REFUSED,
  AUTHENTICATION,
  TLS_ALERT,
  LINK_LOST,
  ENQUIRE_LINK_UNANSWERED,
  NO_RESPONSES
}
