package io.strowger.smpp.simulator;

import io.strowger.smpp.receipt.ReceiptState;
import java.time.Duration;
import java.util.Map;

/**
 * All faults of a simulated carrier; immutable, replaced as a whole. Ratios are 0–1. A carrier
 * without a fault is {@link #DEFAULT}.
 *
 * @param acceptRatio share of submit_sm that are not refused with {@code refuseStatus}
 * @param refuseStatus ESME_RSUBMITFAIL by default
 * @param errorRatio share of submit_sm answered with {@code errorStatus}
 * @param errorStatus ESME_RSYSERR by default
 * @param throttleAbove submit_sm per second; above it ESME_RTHROTTLED; 0 never
 * @param unansweredRatio share of submit_sm that are taken and never answered
 * @param responseDelay before each submit_sm_resp
 * @param disconnectEvery the link is closed in place of each n-th answer; 0 never
 * @param dropRatio share of accepted messages that are silently dropped
 * @param dropByPrefix by destination prefix, the longest wins over {@code dropRatio}
 * @param failRatio share of delivered messages whose receipt says failure
 * @param failState the failing receipt's stat
 * @param failError the failing receipt's err
 * @param receipts whether receipts come, and tell the truth
 * @param receiptForm text, TLVs or both
 * @param receiptDelay from submit_sm to its receipt
 * @param duplicateRatio share of receipts that come twice
 * @param misnameRatio share of receipts that name the message before theirs
 * @param receiptBeforeResponse the receipt overtakes its submit_sm_resp
 * @param responseId ids in submit_sm_resp
 * @param receiptId ids in receipts
 * @param refuseBinds command_status of every bind_resp; 0 binds
 * @param systemId the only system_id that may bind; empty for any
 * @param password the only password that may bind; empty for any
 * @param version 0x33, 0x34 or 0x50
 * @param announceVersion whether bind_resp carries sc_interface_version
 * @param enquireLink idle time before the carrier sends enquire_link; zero never
 * @param ownNumbers numbers of the clients' own, each with the system_id of its client: what is
 *     delivered to one comes back as a text in a deliver_sm
 * @param certificate what new TLS links are shown, where the simulator issued it itself
 */
public record Dials(
    double acceptRatio,
    int refuseStatus,
    double errorRatio,
    int errorStatus,
    double throttleAbove,
    double unansweredRatio,
    Delay responseDelay,
    long disconnectEvery,
    double dropRatio,
    Map<String, Double> dropByPrefix,
    double failRatio,
    ReceiptState failState,
    String failError,
    ReceiptMode receipts,
    ReceiptForm receiptForm,
    Delay receiptDelay,
    double duplicateRatio,
    double misnameRatio,
    boolean receiptBeforeResponse,
    MessageIdForm responseId,
    MessageIdForm receiptId,
    int refuseBinds,
    String systemId,
    String password,
    int version,
    boolean announceVersion,
    Duration enquireLink,
    Map<String, String> ownNumbers,
    CertificateFault certificate) {
  public static final Dials DEFAULT = new Builder().build();

  public Dials {
    ratio("accept-ratio", acceptRatio);
    ratio("error-ratio", errorRatio);
    ratio("unanswered-ratio", unansweredRatio);
    ratio("drop-ratio", dropRatio);
    ratio("fail-ratio", failRatio);
    ratio("duplicate-ratio", duplicateRatio);
    ratio("misname-ratio", misnameRatio);
    dropByPrefix = Map.copyOf(dropByPrefix);
    ownNumbers = Map.copyOf(ownNumbers);
    dropByPrefix.values().forEach(share -> ratio("drop-by-prefix", share));
    notNegative("throttle-above", throttleAbove);
    notNegative("disconnect-every", (double) disconnectEvery);
    notNegative("enquire-link", (double) enquireLink.toMillis());
    if (!failError.matches("[0-9A-Za-z]{1,10}")) {
      throw new IllegalArgumentException("fail-error is 1 to 10 letters and digits");
    }
    if (version != 0x33 && version != 0x34 && version != 0x50) {
      throw new IllegalArgumentException("version is 3.3, 3.4 or 5.0");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "Dials[systemId=" + systemId + "]";
  }

  private static void ratio(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is from 0 to 1, not " + value);
    }
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + " is not negative, unlike " + value);
    }
  }

  /** Collects changes; {@link #build()} checks them. */
  public static final class Builder {
    private double acceptRatio;
    private int refuseStatus;
    private double errorRatio;
    private int errorStatus;
    private double throttleAbove;
    private double unansweredRatio;
    private Delay responseDelay;
    private long disconnectEvery;
    private double dropRatio;
    private Map<String, Double> dropByPrefix;
    private double failRatio;
    private ReceiptState failState;
    private String failError;
    private ReceiptMode receipts;
    private ReceiptForm receiptForm;
    private Delay receiptDelay;
    private double duplicateRatio;
    private double misnameRatio;
    private boolean receiptBeforeResponse;
    private MessageIdForm responseId;
    private MessageIdForm receiptId;
    private int refuseBinds;
    private String systemId;
    private String password;
    private int version;
    private boolean announceVersion;
    private Duration enquireLink;
    private Map<String, String> ownNumbers;
    private CertificateFault certificate;

    private Builder() {
      acceptRatio = 1.0;
      refuseStatus = 0x45;
      errorRatio = 0.0;
      errorStatus = 0x08;
      throttleAbove = 0.0;
      unansweredRatio = 0.0;
      responseDelay = Delay.NONE;
      disconnectEvery = 0;
      dropRatio = 0.0;
      dropByPrefix = Map.of();
      failRatio = 0.0;
      failState = ReceiptState.UNDELIVERABLE;
      failError = "001";
      receipts = ReceiptMode.TRUE;
      receiptForm = ReceiptForm.BOTH;
      receiptDelay = Delay.NONE;
      duplicateRatio = 0.0;
      receiptBeforeResponse = false;
      responseId = MessageIdForm.HEX;
      receiptId = MessageIdForm.HEX;
      refuseBinds = 0;
      systemId = "";
      password = "";
      version = 0x34;
      announceVersion = true;
      enquireLink = Duration.ZERO;
      ownNumbers = Map.of();
      certificate = CertificateFault.VALID;
    }

    private Builder(Dials dials) {
      acceptRatio = dials.acceptRatio;
      refuseStatus = dials.refuseStatus;
      errorRatio = dials.errorRatio;
      errorStatus = dials.errorStatus;
      throttleAbove = dials.throttleAbove;
      unansweredRatio = dials.unansweredRatio;
      responseDelay = dials.responseDelay;
      disconnectEvery = dials.disconnectEvery;
      dropRatio = dials.dropRatio;
      dropByPrefix = dials.dropByPrefix;
      failRatio = dials.failRatio;
      failState = dials.failState;
      failError = dials.failError;
      receipts = dials.receipts;
      receiptForm = dials.receiptForm;
      receiptDelay = dials.receiptDelay;
      duplicateRatio = dials.duplicateRatio;
      misnameRatio = dials.misnameRatio;
      receiptBeforeResponse = dials.receiptBeforeResponse;
      responseId = dials.responseId;
      receiptId = dials.receiptId;
      refuseBinds = dials.refuseBinds;
      systemId = dials.systemId;
      password = dials.password;
      version = dials.version;
      announceVersion = dials.announceVersion;
      enquireLink = dials.enquireLink;
      ownNumbers = dials.ownNumbers;
      certificate = dials.certificate;
    }

    public Builder acceptRatio(double value) {
      acceptRatio = value;
      return this;
    }

    public Builder refuseStatus(int value) {
      refuseStatus = value;
      return this;
    }

    public Builder errorRatio(double value) {
      errorRatio = value;
      return this;
    }

    public Builder errorStatus(int value) {
      errorStatus = value;
      return this;
    }

    public Builder throttleAbove(double value) {
      throttleAbove = value;
      return this;
    }

    public Builder unansweredRatio(double value) {
      unansweredRatio = value;
      return this;
    }

    public Builder responseDelay(Delay value) {
      responseDelay = value;
      return this;
    }

    public Builder disconnectEvery(long value) {
      disconnectEvery = value;
      return this;
    }

    public Builder dropRatio(double value) {
      dropRatio = value;
      return this;
    }

    public Builder dropByPrefix(Map<String, Double> value) {
      dropByPrefix = value;
      return this;
    }

    public Builder failRatio(double value) {
      failRatio = value;
      return this;
    }

    public Builder failState(ReceiptState value) {
      failState = value;
      return this;
    }

    public Builder failError(String value) {
      failError = value;
      return this;
    }

    public Builder receipts(ReceiptMode value) {
      receipts = value;
      return this;
    }

    public Builder receiptForm(ReceiptForm value) {
      receiptForm = value;
      return this;
    }

    public Builder receiptDelay(Delay value) {
      receiptDelay = value;
      return this;
    }

    public Builder duplicateRatio(double value) {
      duplicateRatio = value;
      return this;
    }

    public Builder misnameRatio(double value) {
      misnameRatio = value;
      return this;
    }

    public Builder receiptBeforeResponse(boolean value) {
      receiptBeforeResponse = value;
      return this;
    }

    public Builder responseId(MessageIdForm value) {
      responseId = value;
      return this;
    }

    public Builder receiptId(MessageIdForm value) {
      receiptId = value;
      return this;
    }

    public Builder refuseBinds(int value) {
      refuseBinds = value;
      return this;
    }

    public Builder systemId(String value) {
      systemId = value;
      return this;
    }

    public Builder password(String value) {
      password = value;
      return this;
    }

    public Builder version(int value) {
      version = value;
      return this;
    }

    public Builder announceVersion(boolean value) {
      announceVersion = value;
      return this;
    }

    public Builder enquireLink(Duration value) {
      enquireLink = value;
      return this;
    }

    public Builder ownNumbers(Map<String, String> value) {
      ownNumbers = value;
      return this;
    }

    public Builder certificate(CertificateFault value) {
      certificate = value;
      return this;
    }

    /**
     * @throws IllegalArgumentException naming the dial that is out of range
     */
    public Dials build() {
      return new Dials(
          acceptRatio,
          refuseStatus,
          errorRatio,
          errorStatus,
          throttleAbove,
          unansweredRatio,
          responseDelay,
          disconnectEvery,
          dropRatio,
          dropByPrefix,
          failRatio,
          failState,
          failError,
          receipts,
          receiptForm,
          receiptDelay,
          duplicateRatio,
          misnameRatio,
          receiptBeforeResponse,
          responseId,
          receiptId,
          refuseBinds,
          systemId,
          password,
          version,
          announceVersion,
          enquireLink,
          ownNumbers,
          certificate);
    }
  }
}
