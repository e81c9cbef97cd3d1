package io.strowger.gateway.main;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.DeliveryReceiptState;
import org.jsmpp.util.MessageId;

/** A carrier's SMSC played by jSMPP: takes every bind, and delivers all it is given. */
final class JsmppSmsc implements AutoCloseable {
  private final SMPPServerSessionListener listener;
  private final int port;
  private final ScheduledExecutorService work =
      Executors.newScheduledThreadPool(4, Thread.ofPlatform().daemon().factory());
  private final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
  private final AtomicInteger lastId = new AtomicInteger(5_000);
  private final Map<String, AtomicInteger> submitsByNumber = new ConcurrentHashMap<>();
  private final Map<String, byte[]> lastTextByNumber = new ConcurrentHashMap<>();
  private final AtomicInteger receiptsAnswered = new AtomicInteger();

  JsmppSmsc() throws IOException {
    // jSMPP cannot tell which port it was given, so it is given one that was free a moment ago.
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    listener = new SMPPServerSessionListener(port);
    work.execute(this::accept);
  }

  int port() {
    return port;
  }

  int submits(String digits) {
    AtomicInteger submits = submitsByNumber.get(digits);
    return submits == null ? 0 : submits.get();
  }

  byte[] lastText(String digits) {
    return lastTextByNumber.getOrDefault(digits, new byte[0]);
  }

  int receiptsAnswered() {
    return receiptsAnswered.get();
  }

  private void accept() {
    try {
      while (!work.isShutdown()) {
        SMPPServerSession session = listener.accept();
        session.setMessageReceiverListener(receiver());
        BindRequest bind = session.waitForBind(5_000);
        bind.accept("JSMPP");
        sessions.add(session);
      }
    } catch (IOException | TimeoutException | PDUStringException e) {
      work.shutdown();
    }
  }

  private ServerMessageReceiverListener receiver() {
    return (ServerMessageReceiverListener)
        Proxy.newProxyInstance(
            JsmppSmsc.class.getClassLoader(),
            new Class<?>[] {ServerMessageReceiverListener.class},
            (_, method, arguments) ->
                method.getName().equals("onAcceptSubmitSm")
                    ? submitted((SubmitSm) arguments[0], (SMPPServerSession) arguments[1])
                    : null);
  }

  private SubmitSmResult submitted(SubmitSm submit, SMPPServerSession session)
      throws PDUStringException {
    String id = Integer.toHexString(lastId.incrementAndGet());
    submitsByNumber
        .computeIfAbsent(submit.getDestAddress(), _ -> new AtomicInteger())
        .incrementAndGet();
    lastTextByNumber.put(submit.getDestAddress(), submit.getShortMessage());
    var _ = work.schedule(() -> deliver(submit, receiving(session), id), 50, TimeUnit.MILLISECONDS);
    return new SubmitSmResult(new MessageId(id), new OptionalParameter[0]);
  }

  /** The bind that a message came on, or another one when that only transmits. */
  private SMPPServerSession receiving(SMPPServerSession session) {
    return sessions.stream()
        .filter(candidate -> candidate.getSessionState().isReceivable())
        .findFirst()
        .orElse(session);
  }

  /** The receipt names the message in decimal, though the response did in hexadecimal. */
  @SuppressWarnings("JavaUtilDate") // what jSMPP takes
  private void deliver(SubmitSm submit, SMPPServerSession session, String hexId) {
    String id = Integer.toString(Integer.parseInt(hexId, 16));
    Date now = new Date();
    DeliveryReceipt receipt =
        new DeliveryReceipt(id, 1, 1, now, now, DeliveryReceiptState.DELIVRD, "000", "");
    try {
      session.deliverShortMessage(
          "",
          TypeOfNumber.INTERNATIONAL,
          NumberingPlanIndicator.ISDN,
          submit.getDestAddress(),
          TypeOfNumber.ALPHANUMERIC,
          NumberingPlanIndicator.UNKNOWN,
          submit.getSourceAddr(),
          new ESMClass(0x04),
          (byte) 0,
          (byte) 0,
          new RegisteredDelivery(0),
          DataCodings.ZERO,
          receipt.toString().getBytes(StandardCharsets.US_ASCII));
      receiptsAnswered.incrementAndGet();
    } catch (PDUException
        | ResponseTimeoutException
        | NegativeResponseException
        | org.jsmpp.InvalidResponseException
        | IOException e) {
      System.err.println("jSMPP could not deliver a receipt: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    work.shutdownNow();
    listener.close();
  }
}
