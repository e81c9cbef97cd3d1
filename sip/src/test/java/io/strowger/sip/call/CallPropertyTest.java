package io.strowger.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever happens, in whatever order: the promises of {@link CallSession} hold. */
final class CallPropertyTest {
  private static final int SEEDS = Integer.getInteger("strowger.call-seeds", 4_000);
  private static final List<String> TAGS = List.of("a", "b", "c");
  private static final List<CallEvent.Sound> SOUNDS = List.of(CallEvent.Sound.values());
  private static final int[] STATUSES = {
    100, 180, 181, 182, 183, 183, 200, 200, 200, 202, 302, 401, 404, 407, 408, 422, 481, 486, 487,
    488, 491, 500, 503, 603
  };
  private static final List<String> METHODS =
      List.of("BYE", "INVITE", "UPDATE", "INFO", "REFER", "NOTIFY", "OPTIONS", "PRACK", "FOO");

  @Test
  void any_sequence_of_events_ends_with_one_report_and_nothing_left_open() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Run run = new Run(seed);
      try {
        run.play();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** One random life. */
  private static final class Run {
    private final Random random;
    private final CallRig rig;
    private final long answerBy;
    private final long deadline;
    private final Map<Integer, SipRequest> sent = new HashMap<>();

    /** By INVITE and tag: how many 2xx came, how many ACKs went. */
    private final Map<String, Integer> owed = new HashMap<>();

    private final Set<String> confirmed = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private int seen;
    private long lastCseq;
    private int scripts;

    Run(int seed) {
      random = new Random(seed);
      answerBy = CallRig.START + 1 + random.nextInt(60_000);
      deadline = answerBy + random.nextInt(30_000) - 5_000;
      CallPlan.Features features =
          new CallPlan.Features(
              random.nextBoolean(), random.nextBoolean() ? 90 : 0, random.nextInt(3), "Strowger");
      rig = new CallRig(features, List.of(new DigestCredentials("u", "p")), answerBy, deadline);
      rig.mediaAgrees = random.nextInt(10) != 0;
      if (random.nextInt(5) == 0) {
        rig.negotiatedSdp = null;
      }
    }

    void play() {
      on(new CallEvent.Start());
      int events = 1 + random.nextInt(40);
      for (int i = 0; i < events && !rig.state.released(); i++) {
        rig.now += random.nextInt(4) == 0 ? random.nextInt(12_000) : random.nextInt(50);
        happen();
      }
      // From here on only time passes, and the transaction layer gives up what is open.
      for (int i = 0; i < 60 && !rig.state.released(); i++) {
        long alarm = rig.state.nextAlarmMillis();
        assertTrue(alarm < Long.MAX_VALUE, "it waits for ever in " + rig.state.getClass());
        rig.now = Math.max(rig.now, alarm);
        on(new CallEvent.Tick());
      }
      assertTrue(rig.state.released(), "never released: " + rig.state.getClass());
      rig.report();
      owed.forEach((key, count) -> assertEquals(0, count, "2xx without an ACK: " + key));
      for (String tag : confirmed) {
        assertTrue(ended.contains(tag), "dialog left open: " + tag);
      }
      assertTrue(scripts <= 1);
    }

    private void happen() {
      switch (random.nextInt(14)) {
        case 0, 1, 2, 3, 4 -> respond();
        case 5, 6 -> request();
        case 7 -> on(new CallEvent.Tick());
        case 8 -> on(new CallEvent.MediaSeen());
        case 9 -> on(new CallEvent.KeyPressed('1'));
        case 10 -> on(new CallEvent.ScriptPlayed());
        case 11 -> lose();
        case 12 -> {
          if (random.nextInt(3) == 0) {
            on(new CallEvent.ScriptEnded());
          } else {
            on(new CallEvent.Heard(SOUNDS.get(random.nextInt(SOUNDS.size()))));
          }
        }
        default -> {
          if (random.nextInt(6) == 0) {
            on(new CallEvent.HangUp(Disposition.CANCELLED, "taken back"));
          } else {
            on(new CallEvent.AckMissing(rig.lastKey()));
          }
        }
      }
    }

    private @Nullable Integer anyRef() {
      List<Integer> refs = new ArrayList<>(sent.keySet());
      return refs.isEmpty() ? null : refs.get(random.nextInt(refs.size()));
    }

    private void respond() {
      Integer ref = anyRef();
      if (ref == null) {
        return;
      }
      SipRequest request = sent.get(ref);
      if (request == null) {
        return;
      }
      int status = STATUSES[random.nextInt(STATUSES.length)];
      String toTag = request.toTag();
      String tag = toTag == null ? TAGS.get(random.nextInt(TAGS.size())) : toTag;
      List<String> headers = new ArrayList<>();
      if (random.nextInt(3) != 0) {
        headers.add(CallRig.SDP);
      }
      if (status > 100 && status < 200 && random.nextBoolean()) {
        headers.add("Require: 100rel");
        headers.add("RSeq: " + (1 + random.nextInt(3)));
      }
      if (status == 401 || status == 407) {
        headers.add(
            (status == 401 ? "WWW" : "Proxy")
                + "-Authenticate: Digest realm=\"r"
                + random.nextInt(2)
                + "\", nonce=\"n\", stale="
                + random.nextBoolean());
      }
      if (status == 422) {
        headers.add("Min-SE: " + (60 + random.nextInt(200)));
      }
      if (status >= 200 && status < 300) {
        headers.add("Session-Expires: 90;refresher=" + (random.nextBoolean() ? "uac" : "uas"));
        headers.add("Allow: INVITE" + (random.nextBoolean() ? ", UPDATE" : ""));
      }
      boolean invite = request.method().equals("INVITE");
      boolean success = status >= 200 && status < 300;
      if (invite && success) {
        owed.merge(request.cseq() + tag, 1, Integer::sum);
        confirmed.add(tag);
      }
      if (status >= 200 && !(invite && success)) {
        sent.remove(ref);
        if (invite && owed.keySet().stream().anyMatch(key -> key.startsWith("" + request.cseq()))) {
          // A transaction that had its 2xx passes nothing else up.
          return;
        }
      }
      SipResponse response = CallRig.response(request, status, status == 100 ? null : tag, headers);
      on(new CallEvent.Response(ref, response));
    }

    private void request() {
      String tag = TAGS.get(random.nextInt(TAGS.size()));
      String method = METHODS.get(random.nextInt(METHODS.size()));
      if (random.nextInt(3) != 0 && method.equals("BYE")) {
        return;
      }
      String[] headers = random.nextBoolean() ? new String[] {CallRig.SDP} : new String[0];
      SipRequest request = rig.request(method, tag, headers);
      int answers = count(CallCommand.Answer.class);
      rig.request(request);
      look();
      assertEquals(answers + 1, count(CallCommand.Answer.class), "each request is answered once");
      if (method.equals("BYE") && rig.answered().status() == 200) {
        ended.add(tag);
      }
      if (method.equals("INVITE") && rig.answered().status() == 200 && random.nextBoolean()) {
        on(
            new CallEvent.Ack(
                SipRequest.builder("ACK", "sip:x@192.0.2.1")
                    .header("From", String.valueOf(request.header("From")))
                    .header("To", String.valueOf(request.header("To")))
                    .header("Call-ID", "call-1")
                    .header("CSeq", request.cseq() + " ACK")
                    .body("application/sdp", CallRig.SDP.getBytes(StandardCharsets.UTF_8))
                    .build()));
      }
    }

    private int count(Class<? extends CallCommand> type) {
      return (int) rig.all.stream().filter(type::isInstance).count();
    }

    private void lose() {
      Integer ref = anyRef();
      if (ref != null) {
        SipRequest request = sent.get(ref);
        boolean answered =
            request != null
                && owed.keySet().stream().anyMatch(key -> key.startsWith("" + request.cseq()));
        if (!answered) {
          sent.remove(ref);
          on(random.nextBoolean() ? new CallEvent.TimedOut(ref) : new CallEvent.Failed(ref, "x"));
        }
      }
    }

    private void on(CallEvent event) {
      rig.on(event);
      look();
    }

    /** Judges every new command. */
    private void look() {
      for (; seen < rig.all.size(); seen++) {
        switch (rig.all.get(seen)) {
          case CallCommand.Send(int ref, SipRequest request, String _) -> {
            sent.put(ref, request);
            if (!request.method().equals("CANCEL")) {
              assertTrue(request.cseq() > lastCseq, "CSeq goes up");
              lastCseq = request.cseq();
            }
            if (request.method().equals("BYE")) {
              ended.add(String.valueOf(request.toTag()));
            }
            if (request.method().equals("INVITE") && request.toTag() == null) {
              assertTrue(rig.now < Math.min(answerBy, deadline), "an INVITE after its time");
            }
          }
          case CallCommand.SendAck(SipRequest ack, String _) ->
              owed.merge(ack.cseq() + String.valueOf(ack.toTag()), -1, Integer::sum);
          case CallCommand.StartScript() -> {
            scripts++;
            assertTrue(rig.now < Math.min(answerBy, deadline), "spoken after its time");
            assertTrue(rig.reports.isEmpty(), "spoken after its end");
          }
          case CallCommand.Ended _ -> assertTrue(rig.state.over());
          default -> {}
        }
      }
      assertTrue(rig.reports.size() <= 1, "reported twice");
      boolean late = rig.now >= deadline;
      boolean ticked = rig.state.nextAlarmMillis() > rig.now;
      assertTrue(!late || !ticked || !rig.reports.isEmpty(), "goes on after its deadline");
    }
  }
}
