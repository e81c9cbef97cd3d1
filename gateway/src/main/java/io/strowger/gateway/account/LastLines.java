package io.strowger.gateway.account;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The last lines by which a device hands a code to the one who may have it. Both kinds must be the
 * last, so a text has one at most.
 *
 * @param webOrigin host, with a port where it is not 443; null for none
 * @param embeddedOrigin host of the frame in it that asks for the code; null for none
 * @param androidAppHash eleven characters of base 64; null for none
 */
public record LastLines(
    @Nullable String webOrigin, @Nullable String embeddedOrigin, @Nullable String androidAppHash) {
  public static final LastLines NONE = new LastLines(null, null, null);

  /** SMS Retriever API: a longer message is not handed to the app. */
  private static final int RETRIEVER_OCTETS_MAX = 140;

  /** Whether it has a line for this kind of client. */
  public boolean covers(ClientType client) {
    return client == ClientType.ANDROID ? androidAppHash != null : webOrigin != null;
  }

  /** The text with the client's line, whatever its length; itself when there is no such line. */
  CodeText appended(List<String> pieces, @Nullable ClientType client) {
    if (client == null || !covers(client)) {
      return new CodeText(pieces);
    }
    String before = pieces.getFirst();
    String after = pieces.getLast();
    if (client == ClientType.ANDROID) {
      return new CodeText(List.of(before, after + "\n" + androidAppHash));
    }
    String frame = embeddedOrigin == null ? "" : " @" + embeddedOrigin;
    return new CodeText(List.of(before, after + "\n@" + webOrigin + " #", frame));
  }

  /** Whether a device would read the line: one segment, and what the client asks for. */
  static boolean fits(
      CodeText text, @Nullable ClientType client, int codeLength, ToIntFunction<String> segments) {
    String filled = text.filled(codeLength);
    boolean shortEnough =
        client != ClientType.ANDROID
            || filled.getBytes(StandardCharsets.UTF_8).length <= RETRIEVER_OCTETS_MAX;
    return shortEnough && segments.applyAsInt(filled) == 1;
  }
}
