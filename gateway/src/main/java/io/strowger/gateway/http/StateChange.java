package io.strowger.gateway.http;

import io.strowger.gateway.message.ApprovalResult;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A message's change of state as clients hear it, without anything secret.
 *
 * @param result of an approval that has one; null for everything else
 */
record StateChange(
    MessageId id,
    String account,
    String state,
    @Nullable String reference,
    @Nullable String result,
    long atMillis) {

  static StateChange of(Message message, long nowMillis) {
    ApprovalResult result = ApprovalResult.of(message);
    return new StateChange(
        message.id(),
        message.spec().account(),
        message.clientState(),
        message.spec().reference(),
        result == null ? null : MessageJson.word(result),
        nowMillis);
  }

  Buffer json() {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeStringField("id", id.toString());
      json.writeStringField("account", account);
      json.writeStringField("state", state);
      json.writeStringField("at", Rfc3339.format(atMillis));
      Json.text(json, "result", result);
      Json.text(json, "reference", reference);
      json.writeEndObject();
    });
  }
}
