package io.strowger.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.TransactionOutput.Request;
import io.strowger.sip.transaction.TransactionOutput.TransmitOver;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerRequestTest {
  private final Layer udp = new Layer(Transport.UDP);
  private final Layer tcp = new Layer(Transport.TCP);
  private final SipRequest bye = Layer.from("BYE", 2, "z9hG4bKpeer");

  @Test
  void it_is_passed_up_once_and_its_answer_repeated_to_every_copy() {
    long key = Layer.serverKey(udp.received(bye));
    assertEquals(List.of(), udp.received(bye), "nothing to repeat yet");
    SipResponse ok = Layer.response(bye, 200, "us");
    TransmitOver sent = new TransmitOver(ok, udp.flow);
    assertEquals(List.of(sent), udp.answer(key, ok));
    assertEquals(List.of(), udp.pass(31_999), "never by itself");
    assertEquals(List.of(sent), udp.received(bye));
    udp.pass(1);
    assertEquals(0, udp.layer.serverTransactions(), "timer J");
    assertEquals(List.of(new Request(2, bye, udp.flow)), udp.received(bye), "a new one");
  }

  @Test
  void a_provisional_answer_is_repeated_too() {
    long key = Layer.serverKey(udp.received(bye));
    SipResponse trying = Layer.response(bye, 100, "us");
    assertEquals(List.of(new TransmitOver(trying, udp.flow)), udp.answer(key, trying));
    assertEquals(List.of(new TransmitOver(trying, udp.flow)), udp.received(bye));
  }

  @Test
  void over_tcp_it_is_forgotten_with_its_answer() {
    long key = Layer.serverKey(tcp.received(bye));
    assertEquals(1, tcp.answer(key, Layer.response(bye, 200, "us")).size());
    assertEquals(0, tcp.layer.serverTransactions());
    assertEquals(List.of(), tcp.pass(60_000));
    assertEquals(Long.MAX_VALUE, tcp.layer.nextAlarmMillis());
  }

  @Test
  void one_that_is_never_answered_is_forgotten() {
    udp.received(bye);
    assertEquals(List.of(), udp.pass(32_000));
    assertEquals(0, udp.layer.serverTransactions());
  }

  @Test
  void two_methods_of_one_branch_are_two() {
    udp.received(bye);
    SipRequest info = Layer.from("INFO", 3, "z9hG4bKpeer");
    assertEquals(List.of(new Request(2, info, udp.flow)), udp.received(info));
  }
}
