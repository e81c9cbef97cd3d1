package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds of auth servers as JSON. */
final class EsmeJson {
  private EsmeJson() {}

  /**
   * @param account null for all
   */
  static Buffer of(List<LinkDirectory.Esme> esmes, @Nullable String account) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("esmes");
      for (LinkDirectory.Esme esme : esmes) {
        if (account == null || account.equals(esme.account())) {
          write(json, esme);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, LinkDirectory.Esme esme) throws IOException {
    json.writeStartObject();
    json.writeStringField("account", esme.account());
    json.writeStringField("system_id", esme.systemId());
    json.writeStringField("bind_type", esme.bindType());
    json.writeStringField("version", esme.version());
    json.writeStringField("address", esme.address());
    json.writeStringField("listener", esme.listener());
    json.writeBooleanField("tls", esme.tls());
    json.writeStringField("bound_at", Rfc3339.format(esme.boundMillis()));
    json.writeStringField("heard_at", Rfc3339.format(esme.heardMillis()));
    json.writeNumberField("awaited", esme.awaited());
    json.writeNumberField("unanswered", esme.unanswered());
    json.writeNumberField("requests", esme.requests());
    json.writeNumberField("refused", esme.refused());
    json.writeNumberField("delivered", esme.delivered());
    json.writeEndObject();
  }
}
