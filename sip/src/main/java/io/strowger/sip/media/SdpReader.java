package io.strowger.sip.media;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the audio stream of a session description (RFC 4566). Our own, since JAIN's parser prints
 * what it cannot read, keys included, to the standard error output.
 */
final class SdpReader {
  private static final int LENGTH_MAX = 16 * 1024;
  private static final int LINES_MAX = 512;
  private static final int STREAMS_MAX = 16;
  private static final int FORMATS_MAX = 64;
  static final Pattern BLANKS = Pattern.compile("\\s+");

  private final boolean secure;
  private final List<Stream> streams = new ArrayList<>();
  private final List<String> sessionAttributes = new ArrayList<>();
  private @Nullable String sessionConnection;

  /** One m= line, and the lines below it. */
  private static final class Stream {
    final String[] media;
    final List<String> attributes = new ArrayList<>();
    @Nullable String connection;

    Stream(String[] media) {
      this.media = media;
    }

    /** Without the number of ports behind a slash. */
    int port() {
      int slash = media[1].indexOf('/');
      return AudioAttributes.whole(slash < 0 ? media[1] : media[1].substring(0, slash), 65_535);
    }

    List<String> formats() {
      return List.of(media).subList(3, media.length);
    }
  }

  private SdpReader(boolean secure) {
    this.secure = secure;
  }

  /**
   * The first audio stream over RTP that is {@code secure} or not, as wanted.
   *
   * @throws SdpRefused saying what is missing or wrong, quoting nothing
   */
  static AudioDescription read(String text, boolean secure) throws SdpRefused {
    if (text.isBlank()) {
      throw new SdpRefused("no session description");
    }
    if (text.length() > LENGTH_MAX) {
      throw new SdpRefused("session description longer than " + LENGTH_MAX + " characters");
    }
    SdpReader reader = new SdpReader(secure);
    int lines = 0;
    for (int from = 0; from < text.length(); ) {
      if (++lines > LINES_MAX) {
        throw new SdpRefused("session description of more than " + LINES_MAX + " lines");
      }
      int end = lineEnd(text, from);
      reader.line(text.substring(from, end), lines);
      boolean both = text.startsWith("\r\n", end);
      from = end + (both ? 2 : 1);
    }
    return reader.find();
  }

  /** Lines end in CR LF, or in either alone (RFC 4566 section 5). */
  private static int lineEnd(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n') {
        return i;
      }
    }
    return text.length();
  }

  private void line(String line, int number) throws SdpRefused {
    if (line.isEmpty()) {
      return;
    }
    if (line.length() < 2 || line.charAt(1) != '=') {
      throw new SdpRefused("malformed session description, line " + number);
    }
    if (number == 1 && !line.equals("v=0")) {
      throw new SdpRefused("not SDP version 0");
    }
    String value = line.substring(2).strip();
    switch (line.charAt(0)) {
      case 'm' -> stream(value, number);
      case 'c' -> {
        if (streams.isEmpty()) {
          sessionConnection = value;
        } else if (streams.getLast().connection == null) {
          streams.getLast().connection = value;
        }
      }
      case 'a' -> (streams.isEmpty() ? sessionAttributes : streams.getLast().attributes).add(value);
      default -> {
        // Names, times, bandwidths: nothing that media depends on.
      }
    }
  }

  private void stream(String value, int number) throws SdpRefused {
    String[] media = BLANKS.split(value, FORMATS_MAX + 3);
    if (media.length < 4 || streams.size() == STREAMS_MAX) {
      throw new SdpRefused("malformed session description, line " + number);
    }
    Stream stream = new Stream(media);
    if (stream.port() < 0) {
      throw new SdpRefused("malformed session description, line " + number);
    }
    streams.add(stream);
  }

  private AudioDescription find() throws SdpRefused {
    List<@Nullable String> rejected = new ArrayList<>();
    Stream audio = null;
    int index = -1;
    for (Stream stream : streams) {
      if (audio == null && usable(stream)) {
        audio = stream;
        index = rejected.size();
        rejected.add(null);
      } else {
        String formats = String.join(" ", stream.formats());
        rejected.add(stream.media[0] + " 0 " + stream.media[2] + " " + formats);
      }
    }
    if (audio == null) {
      throw new SdpRefused(secure ? "no encrypted audio (RTP/SAVP)" : "no audio over RTP/AVP");
    }
    return describe(audio, index, rejected);
  }

  private boolean usable(Stream stream) {
    return stream.media[0].equalsIgnoreCase("audio")
        && stream.port() > 0
        && stream.media[2].equalsIgnoreCase(secure ? "RTP/SAVP" : "RTP/AVP");
  }

  private AudioDescription describe(Stream audio, int index, List<@Nullable String> rejected)
      throws SdpRefused {
    String connection = audio.connection == null ? sessionConnection : audio.connection;
    if (connection == null) {
      throw new SdpRefused("no address (c=)");
    }
    InetAddress address = connectionAddress(connection);
    int port = audio.port();
    AudioAttributes attributes =
        new AudioAttributes(new InetSocketAddress(address, Math.min(port + 1, 65_535)));
    readAll(attributes, sessionAttributes);
    attributes.streamBegins();
    readAll(attributes, audio.attributes);
    List<AudioDescription.Format> laws = new ArrayList<>();
    int events = -1;
    for (String format : audio.formats()) {
      int payloadType = AudioAttributes.whole(format, 127);
      G711 law = attributes.law(payloadType);
      if (law != null && laws.stream().noneMatch(known -> known.law() == law)) {
        laws.add(new AudioDescription.Format(law, payloadType));
      } else if (events < 0 && attributes.isTelephoneEvent(payloadType)) {
        events = payloadType;
      }
    }
    return new AudioDescription(
        index,
        rejected,
        new InetSocketAddress(address, port),
        attributes.rtcp(),
        address.isAnyLocalAddress(),
        laws,
        events,
        attributes.packetMillis(),
        attributes.packetMillisMax(),
        attributes.direction(),
        attributes.keys(),
        attributes.ssrc());
  }

  private static void readAll(AudioAttributes audio, List<String> attributes) throws SdpRefused {
    for (String attribute : attributes) {
      int colon = attribute.indexOf(':');
      String name = colon < 0 ? attribute : attribute.substring(0, colon);
      audio.read(
          name.strip().toLowerCase(Locale.ROOT), colon < 0 ? "" : attribute.substring(colon + 1));
    }
  }

  /** {@code IN IP4 192.0.2.1}; what a slash adds concerns multicast. */
  private static InetAddress connectionAddress(String connection) throws SdpRefused {
    String[] parts = BLANKS.split(connection, -1);
    if (parts.length != 3 || !parts[0].equalsIgnoreCase("IN")) {
      throw new SdpRefused("malformed address (c=)");
    }
    return address(parts[2]);
  }

  /** A literal address: a name would have to be looked up while the caller waits. */
  static InetAddress address(String text) throws SdpRefused {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    InetAddress address;
    try {
      address =
          literal.contains(":") ? InetAddress.ofLiteral(literal) : Inet4Address.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      throw new SdpRefused("the address is no IPv4 or IPv6 literal");
    }
    if (address.isMulticastAddress()) {
      throw new SdpRefused("a multicast address");
    }
    return address;
  }
}
