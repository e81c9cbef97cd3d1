package io.strowger.sip.call;

import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call, its owner, its media and its clock, driven by hand. */
final class CallRig {
  static final long START = 1_000_000;
  static final long ANSWER_BY = START + 40_000;
  static final long DEADLINE = START + 60_000;
  static final String OFFER = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n";
  static final String SDP = "v=0\r\no=- 7 7 IN IP4 198.51.100.7\r\n";
  static final String NUMBER = "sip:+390612345678@carrier.example";
  static final String FAR = "sip:gw@198.51.100.7:5062";

  final List<CallCommand> all = new ArrayList<>();
  final List<CallReport> reports = new ArrayList<>();
  long now = START;
  boolean mediaAgrees = true;
  @Nullable String negotiatedSdp = "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\n";
  CallState state;
  private long keys;
  private long farCseq = 100;
  private List<CallCommand> latest = List.of();

  CallRig() {
    this(CallPlan.Features.DEFAULT, List.of(new DigestCredentials("u", "p")));
  }

  CallRig(CallPlan.Features features, List<DigestCredentials> credentials) {
    this(features, credentials, ANSWER_BY, DEADLINE);
  }

  CallRig(
      CallPlan.Features features,
      List<DigestCredentials> credentials,
      long answerBy,
      long deadline) {
    state =
        CallSession.begin(
            new CallPlan(
                "ref-1",
                "alpha-1",
                new CallPlan.Addressing(
                    NUMBER,
                    "<sip:+39029876@gw.example>",
                    "<" + NUMBER + ">",
                    "<sip:gw@192.0.2.1:5060>",
                    List.of(),
                    List.of(new DigestSession.Header("Privacy", "none"))),
                new CallPlan.Identity("call-1", "from-1", "cnonce-1"),
                OFFER,
                credentials,
                features,
                CallLimits.DEFAULT,
                answerBy,
                deadline));
  }

  static CallRig started() {
    CallRig rig = new CallRig();
    rig.on(new CallEvent.Start());
    return rig;
  }

  /** Ringing for a second, then answered, and the script speaks. */
  static CallRig talking(String... headersOf200) {
    CallRig rig = started();
    rig.answer(180, "a");
    rig.now += 1_000;
    rig.accept("a", headersOf200);
    return rig;
  }

  /** One event; media answers at once, as the owner's does. */
  List<CallCommand> on(CallEvent event) {
    List<CallCommand> made = new ArrayList<>();
    List<CallEvent> events = new ArrayList<>(List.of(event));
    while (!events.isEmpty()) {
      CallStep step = CallSession.step(state, events.removeFirst(), now);
      state = step.next();
      made.addAll(step.commands());
      for (CallCommand command : step.commands()) {
        if (command instanceof CallCommand.Describe) {
          events.add(
              mediaAgrees ? new CallEvent.MediaAgreed() : new CallEvent.MediaRefused("no codec"));
        } else if (command instanceof CallCommand.Negotiate offered) {
          events.add(new CallEvent.Negotiated(offered.key(), offered.request(), negotiatedSdp));
        } else if (command instanceof CallCommand.Ended(CallReport report)) {
          reports.add(report);
        }
      }
    }
    all.addAll(made);
    latest = made;
    return made;
  }

  List<CallCommand> tickAt(long at) {
    now = at;
    return on(new CallEvent.Tick());
  }

  List<CallCommand> latest() {
    return latest;
  }

  /** The last request of this method that was sent in a transaction. */
  CallCommand.Send sent(String method) {
    CallCommand.Send found = null;
    for (CallCommand command : all) {
      if (command instanceof CallCommand.Send send && send.request().method().equals(method)) {
        found = send;
      }
    }
    if (found == null) {
      throw new AssertionError("no " + method + " was sent");
    }
    return found;
  }

  int count(String method) {
    int count = 0;
    for (CallCommand command : all) {
      if (command instanceof CallCommand.Send send && send.request().method().equals(method)) {
        count++;
      }
    }
    return count;
  }

  List<SipRequest> acks() {
    List<SipRequest> acks = new ArrayList<>();
    for (CallCommand command : all) {
      if (command instanceof CallCommand.SendAck(SipRequest ack, String _)) {
        acks.add(ack);
      }
    }
    return acks;
  }

  SipResponse answered() {
    SipResponse found = null;
    for (CallCommand command : all) {
      if (command instanceof CallCommand.Answer(long _, SipResponse response)) {
        found = response;
      }
    }
    if (found == null) {
      throw new AssertionError("no request was answered");
    }
    return found;
  }

  boolean speaks() {
    return all.stream().anyMatch(CallCommand.StartScript.class::isInstance);
  }

  CallReport report() {
    if (reports.size() != 1) {
      throw new AssertionError(reports.size() + " reports");
    }
    return reports.getFirst();
  }

  Disposition disposition() {
    return report().outcome().disposition();
  }

  static SipResponse response(
      SipRequest request, int status, @Nullable String tag, List<String> headers) {
    SipResponse.Builder builder = SipResponse.to(request, status);
    if (tag != null) {
      builder.toTag(tag);
    }
    if (tag != null && status < 300 && !request.method().equals("BYE")) {
      builder.header("Contact", "<" + FAR + ">");
    }
    String sdp = null;
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (header.startsWith("v=0")) {
        sdp = header;
      } else {
        builder.header(header.substring(0, colon), header.substring(colon + 1).strip());
      }
    }
    if (sdp != null) {
      builder.body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8));
    }
    return builder.build();
  }

  /** Answers the last INVITE. */
  List<CallCommand> answer(int status, @Nullable String tag, String... headers) {
    CallCommand.Send invite = sent("INVITE");
    return on(
        new CallEvent.Response(
            invite.ref(), response(invite.request(), status, tag, List.of(headers))));
  }

  /** Answers it 200 with a description. */
  List<CallCommand> accept(String tag, String... headers) {
    List<String> whole = new ArrayList<>(List.of(headers));
    whole.add(SDP);
    CallCommand.Send invite = sent("INVITE");
    return on(new CallEvent.Response(invite.ref(), response(invite.request(), 200, tag, whole)));
  }

  /** Answers the last request of a method. */
  List<CallCommand> answerTo(String method, int status, String... headers) {
    CallCommand.Send sent = sent(method);
    return on(
        new CallEvent.Response(
            sent.ref(), response(sent.request(), status, "a", List.of(headers))));
  }

  SipRequest request(String method, String tag, String... headers) {
    SipRequest.Builder builder =
        SipRequest.builder(method, "sip:gw@192.0.2.1:5060")
            .header("From", "<" + NUMBER + ">;tag=" + tag)
            .header("To", "<sip:+39029876@gw.example>;tag=from-1")
            .header("Call-ID", "call-1")
            .header("CSeq", ++farCseq + " " + method);
    String body = "";
    String type = "application/sdp";
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (header.startsWith("Content-Type:")) {
        type = header.substring(colon + 1).strip();
      } else if (header.startsWith("v=0") || header.startsWith("body=")) {
        body = header.startsWith("body=") ? header.substring(5) : header;
      } else {
        builder.header(header.substring(0, colon), header.substring(colon + 1).strip());
      }
    }
    if (!body.isEmpty()) {
      builder.body(type, body.getBytes(StandardCharsets.UTF_8));
    }
    return builder.build();
  }

  /** A request of the far end. */
  List<CallCommand> request(SipRequest request) {
    return on(new CallEvent.Request(++keys, request));
  }

  List<CallCommand> asks(String method, String... headers) {
    return request(request(method, "a", headers));
  }

  long lastKey() {
    return keys;
  }

  static String body(SipMessage message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }
}
