package io.strowger.smpp.server;

import static io.strowger.smpp.server.LiveServer.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.ReceiptState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jsmpp.bean.Address;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceIfPresentFlag;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.util.DeliveryReceiptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interoperation with a client that is not ours: jSMPP. */
final class JsmppEsmeTest {
  private static final TypeOfNumber TON = TypeOfNumber.INTERNATIONAL;
  private static final NumberingPlanIndicator NPI = NumberingPlanIndicator.ISDN;

  private final Queue<DeliverSm> delivered = new ConcurrentLinkedQueue<>();

  private SMPPSession bound(LiveServer live, BindType type, InterfaceVersion version)
      throws IOException {
    SMPPSession session = new SMPPSession();
    session.setMessageReceiverListener(
        new MessageReceiverListener() {
          @Override
          public void onAcceptDeliverSm(DeliverSm deliver) {
            delivered.add(deliver);
          }

          @Override
          public void onAcceptAlertNotification(AlertNotification alert) {}

          @Override
          public DataSmResult onAcceptDataSm(DataSm data, Session source) {
            throw new IllegalStateException("no data_sm is sent here");
          }
        });
    String systemId =
        session.connectAndBind(
            live.address().getHostString(),
            live.port(),
            new BindParameter(
                type,
                "esme",
                TestApplication.PASSWORD,
                "otp",
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.UNKNOWN,
                null,
                version));
    assertEquals("strowger", systemId);
    return session;
  }

  private static String submit(
      SMPPSession session, String to, byte[] text, Alphabet alphabet, int esmClass)
      throws Exception {
    return session
        .submitShortMessage(
            "",
            TypeOfNumber.ALPHANUMERIC,
            NumberingPlanIndicator.UNKNOWN,
            "Bank",
            TON,
            NPI,
            to,
            new ESMClass(esmClass),
            (byte) 0,
            (byte) 0,
            null,
            "000000000500000R",
            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
            (byte) 0,
            new GeneralDataCoding(alphabet),
            (byte) 0,
            text)
        .getMessageId();
  }

  @ParameterizedTest
  @EnumSource(
      value = InterfaceVersion.class,
      names = {"IF_33", "IF_34", "IF_50"})
  void a_client_submits_and_hears_of_it(InterfaceVersion version) throws Exception {
    try (LiveServer live = LiveServer.plain()) {
      SMPPSession session = bound(live, BindType.BIND_TRX, version);
      String id =
          submit(
              session,
              "393331234567",
              "Code 123456".getBytes(StandardCharsets.US_ASCII),
              Alphabet.ALPHA_DEFAULT,
              0);
      assertEquals("Code 123456", live.application.texts.get(id));
      live.server.deliver(
          List.of(new Delivery("esme", 1, SmppServerTest.receipt(id, ReceiptState.DELIVERED))));
      eventually().until(() -> !delivered.isEmpty());
      DeliverSm deliver = delivered.element();
      assertTrue(deliver.isSmscDeliveryReceipt());
      DeliveryReceipt receipt = deliver.getShortMessageAsDeliveryReceipt();
      assertEquals(id, receipt.getId());
      assertEquals(DeliveryReceiptState.DELIVRD, receipt.getFinalStatus());
      assertEquals(
          version == InterfaceVersion.IF_33 ? 0 : 3, deliver.getOptionalParameters().length);
      eventually()
          .until(() ->
              List.copyOf(live.application.outcomes)
                  .equals(List.of(new DeliveryOutcome.Answered(1, 0))));
      session.unbindAndClose();
      eventually().until(() -> live.application.unbound.contains("unbound"));
    }
  }

  @Test
  void long_and_unicode_texts_arrive_whole() throws Exception {
    try (LiveServer live = LiveServer.plain()) {
      SMPPSession session = bound(live, BindType.BIND_TX, InterfaceVersion.IF_34);
      String unicode = "Ваш код 123456 🔑";
      String id =
          submit(
              session,
              "39333",
              unicode.getBytes(StandardCharsets.UTF_16BE),
              Alphabet.ALPHA_UCS2,
              0);
      assertEquals(unicode, live.application.texts.get(id));
      live.application.answersParts = true;
      byte[] first = "\5\0\3\7\2\1Your code ".getBytes(StandardCharsets.ISO_8859_1);
      byte[] second = "\5\0\3\7\2\2is 123456".getBytes(StandardCharsets.ISO_8859_1);
      submit(session, "39333", first, Alphabet.ALPHA_DEFAULT, 0x40);
      String whole = submit(session, "39333", second, Alphabet.ALPHA_DEFAULT, 0x40);
      assertEquals("Your code is 123456", live.application.texts.get(whole));
      session.unbindAndClose();
    }
  }

  @Test
  void a_message_to_several_is_accepted_in_part() throws Exception {
    try (LiveServer live = LiveServer.plain()) {
      SMPPSession session = bound(live, BindType.BIND_TRX, InterfaceVersion.IF_34);
      SubmitMultiResult result =
          session.submitMultiple(
              "",
              TON,
              NPI,
              "3906",
              new Address[] {
                new Address(TON, NPI, "393331"),
                new Address(TON, NPI, "0123"),
                new Address(TON, NPI, "393332")
              },
              new ESMClass(),
              (byte) 0,
              (byte) 0,
              null,
              null,
              new RegisteredDelivery(),
              ReplaceIfPresentFlag.DEFAULT,
              new GeneralDataCoding(),
              (byte) 0,
              "Code 1".getBytes(StandardCharsets.US_ASCII),
              new OptionalParameter[0]);
      assertEquals(1, result.getUnsuccessDeliveries().length);
      assertEquals("0123", result.getUnsuccessDeliveries()[0].getDestinationAddress().getAddress());
      assertEquals(3, live.application.submits().getFirst().message().destinations().size());
      session.unbindAndClose();
    }
  }

  @Test
  void a_message_is_queried_replaced_and_cancelled() throws Exception {
    try (LiveServer live = LiveServer.plain()) {
      SMPPSession session = bound(live, BindType.BIND_TRX, InterfaceVersion.IF_34);
      byte[] text = "Code 1".getBytes(StandardCharsets.US_ASCII);
      String id = submit(session, "39333", text, Alphabet.ALPHA_DEFAULT, 0);
      assertEquals(
          MessageState.ENROUTE, session.queryShortMessage(id, TON, NPI, "Bank").getMessageState());
      session.replaceShortMessage(
          id,
          TON,
          NPI,
          "Bank",
          null,
          null,
          new RegisteredDelivery(),
          (byte) 0,
          "Code 2".getBytes(StandardCharsets.US_ASCII));
      assertEquals("Code 2", live.application.texts.get(id));
      session.cancelShortMessage("", id, TON, NPI, "Bank", TON, NPI, "39333");
      NegativeResponseException e =
          assertThrows(
              NegativeResponseException.class,
              () -> session.queryShortMessage(id, TON, NPI, "Bank"));
      assertEquals(CommandStatus.ESME_RQUERYFAIL.value(), e.getCommandStatus());
      session.unbindAndClose();
    }
  }

  @Test
  void refusals_arrive_as_they_are_meant() throws Exception {
    try (LiveServer live = LiveServer.plain()) {
      SMPPSession session = bound(live, BindType.BIND_TX, InterfaceVersion.IF_34);
      byte[] text = "Code 1".getBytes(StandardCharsets.US_ASCII);
      NegativeResponseException e =
          assertThrows(
              NegativeResponseException.class,
              () -> submit(session, "0123", text, Alphabet.ALPHA_DEFAULT, 0));
      assertEquals(CommandStatus.ESME_RINVDSTADR.value(), e.getCommandStatus());
      session.unbindAndClose();
    }
  }
}
