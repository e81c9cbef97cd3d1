package io.strowger.smpp.link;

import static io.strowger.smpp.link.LiveCarrier.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.SubmitOutcome.Accepted;
import io.strowger.smpp.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.session.SMPPServerSession;
import org.junit.jupiter.api.Test;

/** Interoperation with a peer that is not ours: jSMPP's server. */
final class JsmppCarrierTest {

  private static CarrierSettings settings(JsmppCarrier smsc, BindMode mode, int version) {
    return Rig.with(
        LiveCarrier.settings(LiveCarrier.link("one", smsc.address())),
        new CarrierSettings.Bind("strowger", "secret", "otp", version, mode, ""));
  }

  @Test
  void a_transceiver_submits_and_acknowledges_receipts() throws Exception {
    try (JsmppCarrier smsc = new JsmppCarrier("secret", InterfaceVersion.IF_34);
        LiveCarrier live = new LiveCarrier(settings(smsc, BindMode.TRANSCEIVER, 0x34))) {
      live.awaitBound(1);
      assertEquals("otp", smsc.binds.element().getSystemType());
      live.submit(100, "Your code is 493817");
      live.awaitOutcomes(100);
      SubmitSm submit = smsc.submits.element();
      assertEquals(
          "Your code is 493817", new String(submit.getShortMessage(), StandardCharsets.ISO_8859_1));
      assertTrue(submit.getValidityPeriod().matches("0000000000(59|00)000R|000000000100000R"));
      assertEquals("Strowger", submit.getSourceAddr());
      assertEquals(5, submit.getSourceAddrTon());
      assertEquals(1, submit.getRegisteredDelivery());

      // Returns only when our deliver_sm_resp came.
      smsc.receipt(smsc.sessions.getFirst(), "2561", "DELIVRD");
      live.awaitReceipts(1);
      InboundReceipt receipt = live.receipts.element();
      assertEquals(ReceiptState.DELIVERED, receipt.receipt().state());
      // The response said 00000A01; the receipt says the same in decimal.
      assertTrue(receipt.candidateIds().contains("a01"), receipt.candidateIds().toString());
      Accepted first = assertInstanceOf(Accepted.class, live.outcomes.element());
      assertTrue(first.messageIds().getFirst().startsWith("a"));
    }
  }

  @Test
  void a_pair_submits_on_the_one_bind_and_hears_on_the_other() throws Exception {
    try (JsmppCarrier smsc = new JsmppCarrier("secret", InterfaceVersion.IF_34);
        LiveCarrier live =
            new LiveCarrier(settings(smsc, BindMode.TRANSMITTER_AND_RECEIVER, 0x34))) {
      live.awaitBound(2);
      eventually().until(() -> smsc.sessions.size() == 2);
      assertEquals(
          Set.of(BindType.BIND_TX, BindType.BIND_RX),
          smsc.binds.stream().map(bind -> bind.getBindType()).collect(Collectors.toSet()));
      live.submit(10, "Hello");
      live.awaitOutcomes(10);
      for (SMPPServerSession session : smsc.sessions) {
        if (session.getSessionState().isReceivable()) {
          smsc.receipt(session, "00000A01", "UNDELIV");
        }
      }
      live.awaitReceipts(1);
      assertEquals(ReceiptState.UNDELIVERABLE, live.receipts.element().receipt().state());
    }
  }

  @Test
  void a_carrier_of_version_3_3_gets_a_pair_and_no_optional_parameters() throws Exception {
    try (JsmppCarrier smsc = new JsmppCarrier("secret", InterfaceVersion.IF_33);
        LiveCarrier live = new LiveCarrier(settings(smsc, BindMode.TRANSCEIVER, 0x33))) {
      live.awaitBound(2);
      assertEquals(InterfaceVersion.IF_33, smsc.binds.element().getInterfaceVersion());
      live.submit(1, "long ".repeat(100));
      live.awaitOutcomes(1);
      assertEquals(4, smsc.submits.size());
      assertTrue(smsc.submits.stream().allMatch(submit -> submit.isUdhi()));
      assertTrue(
          smsc.submits.stream().allMatch(submit -> submit.getOptionalParameters().length == 0));
    }
  }

  @Test
  void a_wrong_password_is_said_and_not_hammered() throws Exception {
    try (JsmppCarrier smsc = new JsmppCarrier("other", InterfaceVersion.IF_34);
        LiveCarrier live = new LiveCarrier(settings(smsc, BindMode.TRANSCEIVER, 0x34))) {
      assertTrue(live.awaitDown().contains("0x0000000E"), live.awaitDown());
      String error = live.carrier.status().links().getFirst().lastError();
      assertTrue(error != null && error.contains("ESME_RINVPASWD"), error);
    }
  }

  @Test
  void a_submitted_passcode_can_be_cancelled() throws Exception {
    try (JsmppCarrier smsc = new JsmppCarrier("secret", InterfaceVersion.IF_34);
        LiveCarrier live = new LiveCarrier(settings(smsc, BindMode.TRANSCEIVER, 0x34))) {
      live.awaitBound(1);
      Submission submission = live.submit(1, "Hello").getFirst();
      live.awaitOutcomes(1);
      live.carrier.withdraw(
          List.of(
              new Withdrawal(
                  submission.context(), submission.destination(), null, List.of("00000A01"))));
      eventually().until(() -> !smsc.cancels.isEmpty());
      assertEquals("00000A01", smsc.cancels.element().getMessageId());
      assertEquals(submission.destination(), smsc.cancels.element().getDestinationAddress());
    }
  }

  @Test
  void the_carrier_may_ask_and_unbind_and_is_bound_again() throws Exception {
    try (JsmppCarrier smsc = new JsmppCarrier("secret", InterfaceVersion.IF_34);
        LiveCarrier live = new LiveCarrier(settings(smsc, BindMode.TRANSCEIVER, 0x34))) {
      live.awaitBound(1);
      eventually().until(() -> smsc.sessions.size() == 1);
      smsc.sessions.getFirst().unbindAndClose();
      eventually().until(() -> smsc.sessions.size() == 2);
      assertEquals("unbound by the carrier", live.downs.element());
      live.awaitBound(1);
    }
  }

  @Test
  void a_real_carrier_sees_the_unbind_on_stop() throws Exception {
    try (JsmppCarrier smsc = new JsmppCarrier("secret", InterfaceVersion.IF_34)) {
      LiveCarrier live = new LiveCarrier(settings(smsc, BindMode.TRANSCEIVER, 0x34));
      live.awaitBound(1);
      eventually().until(() -> smsc.sessions.size() == 1);
      live.close();
      assertEquals("unbound", live.downs.element());
    }
  }
}
