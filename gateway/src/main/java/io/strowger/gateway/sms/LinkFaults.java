package io.strowger.gateway.sms;

import io.strowger.gateway.health.Fault;
import io.strowger.smpp.link.CarrierStatus;
import org.jspecify.annotations.Nullable;

/** Why no link of a carrier can send, from what its links say. */
final class LinkFaults {
  private LinkFaults() {}

  /** Null while one can, or an operator drained the carrier. What mends itself least goes first. */
  static @Nullable Fault of(CarrierStatus status) {
    if (status.usable() || status.drained()) {
      return null;
    }
    Fault worst = Fault.LINK_LOST;
    for (CarrierStatus.LinkStatus link : status.links()) {
      String error = link.lastError() == null ? "" : link.lastError();
      Fault fault = Fault.LINK_LOST;
      if (error.contains("password") || error.contains("system_id")) {
        fault = Fault.AUTHENTICATION;
      } else if (error.startsWith("TLS")) {
        fault = Fault.TLS_ALERT;
      } else if (error.startsWith("bind refused")) {
        fault = Fault.BIND_REFUSED;
      } else if (error.startsWith("enquire_link")) {
        fault = Fault.ENQUIRE_LINK_UNANSWERED;
      }
      worst = rank(fault) > rank(worst) ? fault : worst;
    }
    return worst;
  }

  private static int rank(Fault fault) {
    return switch (fault) {
      case LINK_LOST -> 0;
      case NO_RESPONSES -> 1;
      case ENQUIRE_LINK_UNANSWERED -> 2;
      case BIND_REFUSED -> 3;
      case TLS_ALERT -> 4;
      case AUTHENTICATION -> 5;
    };
  }
}
