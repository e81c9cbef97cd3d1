package io.strowger.sip.trunk;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.strowger.sip.message.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** SRV (RFC 2782) and NAPTR (RFC 3403) records, which the resolver leaves as they came. */
final class DnsRecords {
  private DnsRecords() {}

  /** Where a service is. */
  record Srv(int priority, int weight, int port, String target) {}

  /**
   * How a domain wants to be asked.
   *
   * @param transport null for another service than SIP's
   */
  record Naptr(int order, int preference, @Nullable Transport transport, String replacement) {
    static final Comparator<Naptr> IN_ORDER =
        Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference);
  }

  /** Null when it cannot be read, or says that the service does not exist. */
  static @Nullable Srv srv(DnsRawRecord raw) {
    ByteBuf content = raw.content();
    try {
      int at = content.readerIndex();
      ByteBuf copy = content.slice(at, content.readableBytes());
      int priority = copy.readUnsignedShort();
      int weight = copy.readUnsignedShort();
      int port = copy.readUnsignedShort();
      String target = DefaultDnsRecordDecoder.decodeName(copy);
      return target.equals(".") || port == 0 ? null : new Srv(priority, weight, port, target);
    } catch (CorruptedFrameException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  /** Null when it cannot be read, or does not lead to SRV records. */
  static @Nullable Naptr naptr(DnsRawRecord raw) {
    try {
      ByteBuf copy = raw.content().slice();
      int order = copy.readUnsignedShort();
      int preference = copy.readUnsignedShort();
      String flags = text(copy).toLowerCase(Locale.ROOT);
      String service = text(copy).toUpperCase(Locale.ROOT);
      String _ = text(copy);
      String replacement = DefaultDnsRecordDecoder.decodeName(copy);
      Transport transport =
          switch (service) {
            case "SIP+D2U" -> Transport.UDP;
            case "SIP+D2T" -> Transport.TCP;
            case "SIPS+D2T" -> Transport.TLS;
            default -> null;
          };
      return flags.equals("s") && !replacement.equals(".")
          ? new Naptr(order, preference, transport, replacement)
          : null;
    } catch (CorruptedFrameException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static String text(ByteBuf from) {
    int length = from.readUnsignedByte();
    String text = from.toString(from.readerIndex(), length, StandardCharsets.US_ASCII);
    from.skipBytes(length);
    return text;
  }

  /** By priority; among equals drawn by weight (RFC 2782). */
  static List<Srv> order(List<Srv> records, RandomGenerator random) {
    List<Srv> left = new ArrayList<>(records);
    left.sort(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight));
    List<Srv> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      int priority = left.getFirst().priority();
      int sum = 0;
      for (Srv srv : left) {
        sum += srv.priority() == priority ? srv.weight() : 0;
      }
      int drawn = random.nextInt(sum + 1);
      int chosen = 0;
      int reached = left.getFirst().weight();
      while (reached < drawn) {
        chosen++;
        reached += left.get(chosen).weight();
      }
      ordered.add(left.remove(chosen));
    }
    return ordered;
  }
}
