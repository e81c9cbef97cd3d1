package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private final AnswerReader reader = new AnswerReader();

  @Test
  void two_answers_in_one_buffer_are_two_statuses() {
    ByteBuf in =
        octets(
            "HTTP/1.1 202 Accepted\r\ncontent-length: 3\r\n\r\nabc"
                + "HTTP/1.1 503 Full\r\nRetry-After: 1\r\nContent-Length:0\r\n\r\n");
    assertEquals(202, reader.read(in));
    assertEquals(503, reader.read(in));
    assertEquals(0, in.readableBytes());
  }

  @Test
  void an_answer_cut_anywhere_is_read_once_the_rest_comes() {
    String answer = "HTTP/1.1 202 Accepted\r\nX: y\r\nCONTENT-LENGTH: 5\r\n\r\nhello";
    for (int cut = 0; cut < answer.length(); cut++) {
      AnswerReader fresh = new AnswerReader();
      ByteBuf in = octets(answer.substring(0, cut));
      assertEquals(0, fresh.read(in), "cut at " + cut);
      in.writeBytes(answer.substring(cut).getBytes(US_ASCII));
      assertEquals(202, fresh.read(in), "cut at " + cut);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 2x2 Huh\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
      })
  void what_cannot_be_read_is_said_to_be_so(String answer) {
    assertThrows(IllegalStateException.class, () -> reader.read(octets(answer)));
  }

  @Test
  void a_head_without_an_end_is_given_up() {
    ByteBuf in = octets("HTTP/1.1 200 OK\r\nX: " + "y".repeat(20_000));
    assertThrows(IllegalStateException.class, () -> reader.read(in));
  }

  private static ByteBuf octets(String text) {
    return Unpooled.buffer().writeBytes(text.getBytes(US_ASCII));
  }
}
