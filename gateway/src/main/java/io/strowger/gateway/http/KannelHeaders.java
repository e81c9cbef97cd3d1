package io.strowger.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A POST to {@code sendsms} whose body is the text and whose parameters are headers (Kannel user
 * guide, "Kannel POST"); the charset is that of the Content-Type.
 */
final class KannelHeaders {
  private static final String PREFIX = "x-kannel-";
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})\"?");

  private KannelHeaders() {}

  static FormFields read(HttpServerRequest request, byte[] body) throws Rejected {
    Map<String, byte[]> fields = new HashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(PREFIX)) {
        byte[] value = header.getValue().strip().getBytes(StandardCharsets.UTF_8);
        String parameter = name.substring(PREFIX.length());
        if (fields.putIfAbsent(parameter, value) != null) {
          throw new Rejected(
              Problem.atField(
                  ProblemType.DUPLICATE_FIELD,
                  "/" + parameter,
                  "The header is given twice.",
                  null));
        }
      }
    }
    fields.put("text", body);
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    Matcher charset = CHARSET.matcher(type == null ? "" : type.toLowerCase(Locale.ROOT));
    if (charset.find()) {
      fields.put("charset", charset.group(1).getBytes(StandardCharsets.US_ASCII));
    }
    return FormFields.of(fields);
  }
}
