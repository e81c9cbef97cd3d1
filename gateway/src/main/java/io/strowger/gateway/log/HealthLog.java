package io.strowger.gateway.log;

import static net.logstash.logback.argument.StructuredArguments.keyValue;
import static net.logstash.logback.argument.StructuredArguments.value;

import io.strowger.gateway.delivery.HealthObserver;
import io.strowger.gateway.health.HealthChange;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each change of a route's health; what somebody must know is an alarm besides. */
public final class HealthLog implements HealthObserver {
  private static final Logger log = LoggerFactory.getLogger(HealthLog.class);

  @Override
  public void changed(HealthChange change, boolean acting) {
    boolean same = change.from() == change.to();
    log.info(
        "{}{} {} {}{}: {}; since {}; {} {}",
        keyValue("route", change.route()),
        change.operator().isEmpty() ? "" : " to " + change.operator(),
        same ? "stays" : "is now",
        value("state", change.to()),
        acting ? "" : " (shadow mode: used as before)",
        change.cause().inWords(),
        value("onset", Instant.ofEpochMilli(change.onsetMillis()).toString()),
        keyValue("cause", change.cause()),
        keyValue("evidence", change.evidence()));
  }

  @Override
  public void rescuing(String carrier, int messages) {
    log.warn(
        "{} messages that {} may have swallowed are sent another way",
        value("messages", messages),
        value("carrier", carrier));
  }
}
