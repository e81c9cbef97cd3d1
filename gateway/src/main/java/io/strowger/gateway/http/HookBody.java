package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The fields of a hook's request, wherever they stand. */
sealed interface HookBody {
  /**
   * What stands there, as text; null when there is nothing.
   *
   * @param place a JSON pointer, or the name of a field
   */
  @Nullable String text(String place) throws Rejected;

  /** A form or a query. */
  record Form(FormFields fields) implements HookBody {
    @Override
    public @Nullable String text(String place) throws Rejected {
      // A pointer of one step names a field as well.
      return fields.text(place.startsWith("/") ? place.substring(1) : place);
    }
  }

  /** A JSON object. */
  record Json(JsonNode root) implements HookBody {
    private static final ObjectReader READER =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** Jackson's own error texts quote what they choke on, so none of them reaches a client. */
    static Json parse(byte[] body) throws Rejected {
      if (!JsonFields.isUtf8(body)) {
        throw new Rejected(
            Problem.of(ProblemType.INVALID_ENCODING, "The body has bytes that are not UTF-8."));
      }
      JsonNode root;
      try {
        root = READER.readTree(body);
      } catch (StreamConstraintsException e) {
        throw new Rejected(
            Problem.of(ProblemType.INVALID_FIELD, "A number or a name in the body is too long."));
      } catch (JsonProcessingException e) {
        throw new Rejected(
            Problem.of(
                ProblemType.MALFORMED_JSON,
                "Not JSON at line "
                    + e.getLocation().getLineNr()
                    + ", column "
                    + e.getLocation().getColumnNr()
                    + "."));
      } catch (IOException e) {
        throw new Rejected(Problem.of(ProblemType.MALFORMED_JSON, "The body cannot be read."));
      }
      if (root == null || !root.isObject()) {
        throw new Rejected(
            Problem.atField(ProblemType.WRONG_TYPE, "", "The body must be an object.", "object"));
      }
      return new Json(root);
    }

    @Override
    public @Nullable String text(String place) throws Rejected {
      JsonNode value =
          place.startsWith("/") ? root.at(JsonPointer.compile(place)) : root.path(place);
      if (value.isMissingNode() || value.isNull()) {
        return null;
      }
      if (!value.isTextual() && !value.isIntegralNumber()) {
        throw new Rejected(
            Problem.atField(
                ProblemType.WRONG_TYPE, pointer(place), "The field has the wrong type.", "string"));
      }
      return value.asText();
    }
  }

  /** How a problem names the place. */
  static String pointer(String place) {
    return place.startsWith("/") ? place : "/" + place;
  }
}
