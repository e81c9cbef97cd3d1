package io.strowger.smpp.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.simulator.SmscReport.Count;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SmscControlTest {
  private SmscSimulator simulator;
  private SmscControl control;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    simulator =
        SmscSimulator.start(
            SmscSimulator.Settings.loopback(BlockingClient::micros), Dials.DEFAULT, null);
    control =
        SmscControl.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Map.of("", simulator, "beta", simulator));
  }

  @AfterEach
  void stop() {
    http.close();
    control.close();
    simulator.close();
  }

  private HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.address().getPort() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void a_patch_turns_the_named_dials_and_leaves_the_others() throws Exception {
    assertEquals(200, call("PATCH", "/dials", "{\"drop-ratio\": 0.5}").statusCode());
    var second =
        call(
            "PATCH",
            "/beta/dials",
            "{\"receipt-before-response\": true, \"drop-by-prefix\": {\"39\": 1, \"44\": 0.5}}");
    assertEquals(200, second.statusCode());
    assertTrue(second.body().contains("\"drop-by-prefix\" : \"39=1,44=0.5\""), second.body());
    assertEquals(0.5, simulator.dials().dropRatio());
    assertTrue(simulator.dials().receiptBeforeResponse());
    call("PUT", "/dials", "{\"fail-ratio\": \"1\"}");
    assertEquals(Dials.builder().failRatio(1).build(), simulator.dials());
  }

  @Test
  void a_bad_request_is_one_clear_error_and_changes_nothing() throws Exception {
    for (String body :
        List.of(
            "",
            "{",
            "[]",
            "{\"drop\": 1}",
            "{\"drop-ratio\": 2}",
            "{\"drop-ratio\": null}",
            "{\"fail-ratio\": 1, \"drop-ratio\": [1]}",
            "{\"password\": \"hunter2\", \"drop-ratio\": x}",
            " ".repeat(70_000))) {
      var response = call("PATCH", "/dials", body);
      assertEquals(400, response.statusCode(), body);
      assertTrue(response.body().contains("\"error\""));
      assertFalse(response.body().contains("hunter2"));
    }
    assertEquals(Dials.DEFAULT, simulator.dials());
    assertEquals(400, call("GET", "/report?messages=x", "").statusCode());
    assertEquals(404, call("GET", "/gamma/report", "").statusCode());
    assertEquals(404, call("DELETE", "/dials", "").statusCode());
  }

  @Test
  void the_report_tells_what_arrived() throws Exception {
    try (BlockingClient client = new BlockingClient(simulator)) {
      client.bind(BindType.TRANSMITTER);
      client.send(List.of(new Pdu.SubmitSm(2, FakeClient.message("39333", "code 123"))));
      Pdu.SubmitSmResp resp = (Pdu.SubmitSmResp) client.read();
      String report = call("GET", "/report?messages=5&destinations=true", "").body();
      assertTrue(report.contains("\"messages\" : 1"), report);
      assertTrue(report.contains("\"39333\" : 1"), report);
      assertTrue(report.contains("\"id\" : \"" + resp.messageId() + "\""), report);
      assertTrue(report.contains("\"text\" : \"code 123\""), report);
      assertFalse(call("GET", "/report?messages=0", "").body().contains("39333"));
    }
  }

  @Test
  void links_are_cut_and_restored() throws Exception {
    try (BlockingClient client = new BlockingClient(simulator)) {
      client.bind(BindType.TRANSCEIVER);
      assertEquals(200, call("POST", "/links:cut", "").statusCode());
      assertTrue(client.isClosedByPeer());
    }
    assertEquals(200, call("POST", "/links:restore", "").statusCode());
    try (BlockingClient client = new BlockingClient(simulator)) {
      client.bind(BindType.TRANSCEIVER);
      assertEquals(1, simulator.report().count(Count.BOUND));
    }
  }
}
