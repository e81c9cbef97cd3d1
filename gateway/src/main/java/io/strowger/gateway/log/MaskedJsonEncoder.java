package io.strowger.gateway.log;

import java.util.Set;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import net.logstash.logback.mask.FieldMasker;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import net.logstash.logback.mask.ValueMasker;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;

/** One JSON object a line; every text in it is masked, and fields for secrets whole. */
public final class MaskedJsonEncoder extends LogstashEncoder {
  private static final String HIDDEN = "****";

  /** Fields whose value is never shown, whatever it is. */
  private static final Set<String> SECRET_FIELDS =
      Set.of("code", "text", "passcode", "otp", "pin", "password", "secret", "token", "body");

  public MaskedJsonEncoder() {
    LogstashFieldNames names = new LogstashFieldNames();
    names.setTimestamp("time");
    names.setVersion(LogstashFieldNames.IGNORE_FIELD_INDICATOR);
    names.setLevelValue(LogstashFieldNames.IGNORE_FIELD_INDICATOR);
    names.setMessage("message");
    names.setLogger("logger");
    names.setThread("thread");
    names.setStackTrace("stack_trace");
    setFieldNames(names);
    setTimeZone("UTC");
    MaskingJsonGeneratorDecorator masking = new MaskingJsonGeneratorDecorator();
    masking.addFieldMasker(new SecretFields());
    masking.addValueMasker(new Values());
    // The formatter starts itself and not its decorators; one that was not started cannot mask.
    masking.start();
    addDecorator(masking);
  }

  private static final class SecretFields implements FieldMasker {
    @Override
    public @Nullable Object mask(TokenStreamContext context) {
      return context.currentName() != null && SECRET_FIELDS.contains(context.currentName())
          ? HIDDEN
          : null;
    }
  }

  private static final class Values implements ValueMasker {
    @Override
    public @Nullable Object mask(TokenStreamContext context, Object value) {
      if (!(value instanceof CharSequence) && !(value instanceof Number)) {
        return null;
      }
      if ("time".equals(context.currentName())) {
        return null;
      }
      String text = value.toString();
      String masked = Masking.mask(text);
      return masked.equals(text) ? null : masked;
    }
  }
}
