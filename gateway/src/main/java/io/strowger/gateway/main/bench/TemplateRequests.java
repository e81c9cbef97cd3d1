package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/** A request made once; only the digits of its destination change. */
final class TemplateRequests implements RequestShape {
  private static final String PLACE = "############";

  private final ByteBuf template;
  private final int[] places;

  private TemplateRequests(String request) {
    List<Integer> found = new ArrayList<>();
    for (int at = request.indexOf(PLACE); at >= 0; at = request.indexOf(PLACE, at + 1)) {
      found.add(at);
    }
    places = found.stream().mapToInt(Integer::intValue).toArray();
    template = Unpooled.directBuffer().writeBytes(request.getBytes(ISO_8859_1)).asReadOnly();
  }

  /** {@code POST /v1/messages} of this gateway. */
  static TemplateRequests strowger(InetSocketAddress door, String apiKey) {
    String body =
        "{\"to\":\"+" + PLACE + "\",\"text\":\"Your sign-in code is 482913\",\"ttl\":\"5m\"}";
    return new TemplateRequests(
        "POST /v1/messages HTTP/1.1\r\nHost: "
            + hostPort(door)
            + "\r\nAuthorization: Bearer "
            + apiKey
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /**
   * {@code GET /cgi-bin/sendsms} of Kannel.
   *
   * @param callbacks where Kannel tells the final receipt; empty for no receipts
   */
  static TemplateRequests kannel(InetSocketAddress door, String password, String callbacks) {
    String receipts =
        callbacks.isEmpty()
            ? ""
            : "&dlr-mask=3&dlr-url="
                + URLEncoder.encode(callbacks + "?to=", US_ASCII)
                + PLACE
                + URLEncoder.encode("&type=%d", US_ASCII);
    return new TemplateRequests(
        "GET /cgi-bin/sendsms?username=bench&password="
            + password
            + "&from=Strowger&to=%2B"
            + PLACE
            + "&text=Your+sign-in+code+is+482913"
            + receipts
            + " HTTP/1.1\r\nHost: "
            + hostPort(door)
            + "\r\n\r\n");
  }

  @Override
  public void write(ByteBuf out, long sequence) {
    int start = out.writerIndex();
    out.writeBytes(template, 0, template.readableBytes());
    for (int place : places) {
      Destinations.setDigits(out, start + place, sequence);
    }
  }

  private static String hostPort(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
