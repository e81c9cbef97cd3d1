package io.strowger.smpp.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;

/** A carrier played by jSMPP's server: what it heard, and receipts on demand. */
final class JsmppCarrier implements ServerMessageReceiverListener, AutoCloseable {
  final Queue<SubmitSm> submits = new ConcurrentLinkedQueue<>();
  final Queue<CancelSm> cancels = new ConcurrentLinkedQueue<>();
  final Queue<BindRequest> binds = new ConcurrentLinkedQueue<>();
  final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
  private final SMPPServerSessionListener listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger ids = new AtomicInteger(0x0A00);
  private final int port;
  private final String password;
  private final InterfaceVersion version;
  private volatile boolean closed;

  JsmppCarrier(String password, InterfaceVersion version) throws IOException {
    this.password = password;
    this.version = version;
    port = freePort();
    listener = new SMPPServerSessionListener(port);
    listener.setMessageReceiverListener(this);
    listener.setTimeout(0);
    threads.execute(this::acceptAll);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The library knows no port of the system's choice. */
  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private void acceptAll() {
    while (!closed) {
      try {
        SMPPServerSession session = listener.accept();
        threads.execute(() -> bind(session));
      } catch (IOException e) {
        if (!closed) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void bind(SMPPServerSession session) {
    try {
      BindRequest request = session.waitForBind(5_000);
      binds.add(request);
      if (request.getPassword().equals(password)) {
        request.accept("jsmpp", version);
        sessions.add(session);
      } else {
        request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
      }
    } catch (TimeoutException | IOException | PDUStringException e) {
      session.close();
    }
  }

  /** Sends a receipt and waits for its deliver_sm_resp. */
  void receipt(SMPPServerSession session, String id, String stat) throws Exception {
    String text =
        "id:"
            + id
            + " sub:001 dlvrd:001 submit date:2611221130 done date:2611221131 stat:"
            + stat
            + " err:000 text:";
    session.deliverShortMessage(
        "",
        TypeOfNumber.INTERNATIONAL,
        NumberingPlanIndicator.ISDN,
        "393331234567",
        TypeOfNumber.ALPHANUMERIC,
        NumberingPlanIndicator.UNKNOWN,
        "Strowger",
        new ESMClass(0x04),
        (byte) 0,
        (byte) 0,
        new RegisteredDelivery(0),
        DataCodings.ZERO,
        text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public SubmitSmResult onAcceptSubmitSm(SubmitSm submit, SMPPServerSession session)
      throws ProcessRequestException {
    submits.add(submit);
    try {
      return new SubmitSmResult(
          new MessageId(String.format("%08X", ids.incrementAndGet())), new OptionalParameter[0]);
    } catch (PDUStringException e) {
      throw new ProcessRequestException("id", SMPPConstant.STAT_ESME_RSYSERR, e);
    }
  }

  @Override
  public void onAcceptCancelSm(CancelSm cancel, SMPPServerSession session) {
    cancels.add(cancel);
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm data, Session session) throws ProcessRequestException {
    throw unsupported();
  }

  @Override
  public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti multi, SMPPServerSession session)
      throws ProcessRequestException {
    throw unsupported();
  }

  @Override
  public QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession session)
      throws ProcessRequestException {
    throw unsupported();
  }

  @Override
  public void onAcceptReplaceSm(ReplaceSm replace, SMPPServerSession session)
      throws ProcessRequestException {
    throw unsupported();
  }

  @Override
  public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm broadcast, SMPPServerSession session)
      throws ProcessRequestException {
    throw unsupported();
  }

  @Override
  public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancel, SMPPServerSession session)
      throws ProcessRequestException {
    throw unsupported();
  }

  @Override
  public QueryBroadcastSmResult onAcceptQueryBroadcastSm(
      QueryBroadcastSm query, SMPPServerSession session) throws ProcessRequestException {
    throw unsupported();
  }

  private static ProcessRequestException unsupported() {
    return new ProcessRequestException("not served", SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    sessions.forEach(SMPPServerSession::close);
    threads.shutdownNow();
  }
}
