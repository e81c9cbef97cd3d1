package io.strowger.gateway.main;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.util.DefaultDecomposer;
import org.jsmpp.util.InvalidDeliveryReceiptException;

/** An auth server made of jSMPP, which binds again and again and remembers every receipt. */
final class JsmppEsme {
  private static final int ANSWER_MILLIS = 20_000;

  /** A final receipt, and word of what comes before it (SMPP 3.4 section 5.2.17). */
  private static final byte FINAL_AND_INTERMEDIATE = 0x11;

  private static final int UDHI = 0x40;

  private final int port;
  private final String systemId;
  private final String password;

  /** By message id, in the order in which they came, repeats included. */
  final Map<String, List<String>> receipts = new ConcurrentHashMap<>();

  JsmppEsme(int port, String systemId, String password) {
    this.port = port;
    this.systemId = systemId;
    this.password = password;
  }

  SMPPSession bind(BindType type) throws IOException {
    SMPPSession session = new SMPPSession();
    session.setTransactionTimer(ANSWER_MILLIS);
    session.setMessageReceiverListener(new Hearing());
    session.connectAndBind(
        InetAddress.getLoopbackAddress().getHostAddress(),
        port,
        new BindParameter(
            type,
            systemId,
            password,
            "",
            TypeOfNumber.UNKNOWN,
            NumberingPlanIndicator.UNKNOWN,
            null));
    return session;
  }

  /** The id, once the gateway has acknowledged it. */
  static String submit(SMPPSession session, String to, String text) throws Exception {
    return submit(session, to, 0, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** One part of a message, under a header or, with {@code sar}, under SAR parameters. */
  static String submitPart(
      SMPPSession session, String to, String text, boolean sar, int reference, int[] place)
      throws Exception {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    if (sar) {
      return submit(
          session,
          to,
          0,
          octets,
          new OptionalParameter.Sar_msg_ref_num((short) reference),
          new OptionalParameter.Sar_total_segments((byte) place[1]),
          new OptionalParameter.Sar_segment_seqnum((byte) place[0]));
    }
    byte[] whole = new byte[6 + octets.length];
    whole[0] = 5;
    whole[2] = 3;
    whole[3] = (byte) reference;
    whole[4] = (byte) place[1];
    whole[5] = (byte) place[0];
    System.arraycopy(octets, 0, whole, 6, octets.length);
    return submit(session, to, UDHI, whole);
  }

  private static String submit(
      SMPPSession session, String to, int esmClass, byte[] octets, OptionalParameter... tlvs)
      throws Exception {
    return session
        .submitShortMessage(
            "",
            TypeOfNumber.ALPHANUMERIC,
            NumberingPlanIndicator.UNKNOWN,
            "IDP",
            TypeOfNumber.INTERNATIONAL,
            NumberingPlanIndicator.ISDN,
            to,
            new ESMClass(esmClass),
            (byte) 0,
            (byte) 0,
            null,
            "000000000500000R",
            new RegisteredDelivery(FINAL_AND_INTERMEDIATE),
            (byte) 0,
            new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
            (byte) 0,
            octets,
            tlvs)
        .getMessageId();
  }

  private final class Hearing implements MessageReceiverListener {
    @Override
    public void onAcceptDeliverSm(DeliverSm deliverSm) {
      String id = "unreadable";
      String state = "unreadable";
      try {
        // Not by the session's own reading, which takes final receipts alone.
        DeliveryReceipt receipt =
            DefaultDecomposer.getInstance().deliveryReceipt(deliverSm.getShortMessage());
        id = receipt.getId();
        state = receipt.getFinalStatus().name();
      } catch (InvalidDeliveryReceiptException _) {
        // Found by whoever looks for it.
      }
      receipts.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>()).add(state);
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification notification) {}

    @Override
    public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) {
      throw new UnsupportedOperationException("no data_sm was asked for");
    }
  }
}
