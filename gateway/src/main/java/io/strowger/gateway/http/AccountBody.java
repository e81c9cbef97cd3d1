package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** An account's settings, or a patch of them, as a tree; what it holds is judged elsewhere. */
final class AccountBody {
  private static final int DEPTH_MAX = 16;
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private AccountBody() {}

  static Checked<ObjectNode> parse(byte[] body) {
    if (!JsonFields.isUtf8(body)) {
      return bad(ProblemType.INVALID_ENCODING, "The body has bytes that are not UTF-8.");
    }
    try {
      JsonNode tree = READER.readTree(body);
      return tree instanceof ObjectNode object
          ? new Checked.Good<>(object)
          : new Checked.Bad<>(
              Problem.atField(ProblemType.WRONG_TYPE, "", "The body must be an object.", "object"));
    } catch (JsonProcessingException e) {
      // Its own words would quote a secret.
      JsonLocation at = e.getLocation();
      return bad(
          ProblemType.MALFORMED_JSON,
          at == null
              ? "Not JSON, or a field is given twice."
              : "Not JSON, or a field is given twice, at line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr()
                  + ".");
    } catch (IOException _) {
      return bad(ProblemType.MALFORMED_JSON, "The body cannot be read.");
    }
  }

  private static Checked<ObjectNode> bad(ProblemType type, String detail) {
    return new Checked.Bad<>(Problem.of(type, detail));
  }
}
