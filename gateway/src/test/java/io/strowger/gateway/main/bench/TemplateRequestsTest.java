package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class TemplateRequestsTest {
  private static final InetSocketAddress DOOR =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);

  @Test
  void each_request_has_its_own_destination_and_an_exact_length() {
    TemplateRequests requests = TemplateRequests.strowger(DOOR, "key");
    String first = write(requests, 0);
    String later = write(requests, 12_345_678);
    assertTrue(first.contains("\"to\":\"+393400000000\""), first);
    assertTrue(later.contains("\"to\":\"+393412345678\""), later);
    String body = first.substring(first.indexOf("\r\n\r\n") + 4);
    assertTrue(first.contains("Content-Length: " + body.length() + "\r\n"), first);
  }

  @Test
  void kannel_is_asked_for_the_final_receipt_only_when_there_is_somebody_to_tell() {
    String with = write(TemplateRequests.kannel(DOOR, "pw", "http://127.0.0.1:9/r"), 7);
    String without = write(TemplateRequests.kannel(DOOR, "pw", ""), 7);
    assertTrue(with.contains("&dlr-mask=3&dlr-url=http%3A%2F%2F127.0.0.1%3A9%2Fr%3Fto%3D3934"));
    assertTrue(with.contains("to=%2B393400000007&"));
    assertTrue(without.contains("to=%2B393400000007&") && !without.contains("dlr"));
  }

  @Test
  void destinations_start_again_after_the_last() {
    assertEquals(Destinations.number(0), Destinations.number(100_000_000L));
  }

  private static String write(RequestShape shape, long sequence) {
    ByteBuf out = Unpooled.buffer();
    shape.write(out, sequence);
    return out.toString(US_ASCII);
  }
}
