package io.strowger.gateway.log;

import static net.logstash.logback.argument.StructuredArguments.keyValue;
import static net.logstash.logback.argument.StructuredArguments.value;

import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmChange;
import io.strowger.gateway.alarm.AlarmListener;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.alarm.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A line for each change of an alarm: what is major or critical at level error. */
public final class AlarmLog implements AlarmListener {
  private static final Logger log = LoggerFactory.getLogger(AlarmLog.class);

  @Override
  public void changed(AlarmChange change) {
    Alarm alarm = change.alarm();
    Condition condition = alarm.condition();
    log.atLevel(level(change))
        .log(
            "Alarm {} {}: {} ({}) {} {}",
            value("alarm", condition.key().kind().word()),
            value("change", change.word()),
            condition.cause(),
            value("severity", condition.severity().word()),
            keyValue("subject", condition.key().subject()),
            keyValue("evidence", condition.evidence()));
  }

  private static Level level(AlarmChange change) {
    if (change instanceof AlarmChange.Cleared) {
      return Level.INFO;
    }
    return change.alarm().condition().severity().compareTo(Severity.MAJOR) >= 0
        ? Level.ERROR
        : Level.WARN;
  }
}
