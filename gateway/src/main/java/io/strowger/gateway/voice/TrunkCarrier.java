package io.strowger.gateway.voice;

import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.media.MediaStatistics;
import io.strowger.sip.prompt.ScriptResult;
import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrierListener;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.SipCarrierStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A carrier over SIP trunks. */
public final class TrunkCarrier implements CallCarrier<SipCarrierSettings> {
  private static final CallLimits USUAL = CallLimits.DEFAULT;

  private final TrunkPort carrier;
  private final TrunkStates states;

  private TrunkCarrier(TrunkPort carrier, TrunkStates states) {
    this.carrier = carrier;
    this.states = states;
  }

  /** A carrier whose sockets cannot be opened fails with {@link UncheckedIOException}. */
  public static Launcher<SipCarrierSettings> launcher(
      TrunkPort.Starter starter, LongSupplier clockMillis) {
    return (_, settings, listener) -> {
      TrunkStates states = new TrunkStates(clockMillis);
      try {
        return new TrunkCarrier(starter.start(settings, new Translator(listener, states)), states);
      } catch (IOException e) {
        throw new UncheckedIOException("carrier " + settings.id() + ": " + e.getMessage(), e);
      }
    };
  }

  @Override
  public void place(List<Order> batch) {
    for (Order order : batch) {
      carrier.place(
          new CallOrder(
              order.reference(),
              order.number(),
              order.script(),
              order.pack(),
              order.answerByMillis(),
              order.deadlineMillis(),
              new CallLimits(
                  USUAL.provisionalMillis(),
                  USUAL.pddMillis(),
                  order.maxRingMillis(),
                  order.maxCallMillis()),
              order.avoidTrunk()));
    }
  }

  @Override
  public void hangUp(List<String> references) {
    references.forEach(reference -> carrier.hangUp(reference, "withdrawn"));
  }

  @Override
  public void drain() {
    carrier.drain();
  }

  @Override
  public void resume() {
    carrier.resume();
  }

  @Override
  public void reconfigure(SipCarrierSettings next) {
    carrier.reconfigure(next);
  }

  @Override
  public Status status() {
    return states.shown(carrier.status());
  }

  @Override
  public CompletionStage<Void> stop() {
    return carrier.stop();
  }

  /** From the trunks' words to the channel's. */
  private record Translator(Listener listener, TrunkStates states) implements SipCarrierListener {
    @Override
    public void progress(String carrier, String trunk, String reference, Progress progress) {
      listener.progress(
          reference, trunk, progress != Progress.PLACED, progress == Progress.ANSWERED);
    }

    @Override
    public void ended(String carrier, CallReport report, @Nullable ScriptResult result) {
      listener.ended(translated(report));
    }

    @Override
    public void diverted(String carrier, CallReport report, String nextTrunk) {
      listener.diverted(translated(report));
    }

    @Override
    public void sound(String carrier, CallReport report, MediaStatistics seen) {
      String trunk = report.trunk();
      if (trunk != null) {
        long lost = Math.max(0, seen.packetsLost());
        long expected = seen.packetsReceived() + lost;
        listener.sound(
            report.reference(),
            trunk,
            new Sound(
                seen.packetsReceived(),
                expected == 0 ? 0 : (double) lost / expected,
                seen.jitterMillis(),
                seen.farEndLossPercent() / 100,
                seen.farEndJitterMillis()));
      }
    }

    @Override
    public void keyed(String carrier, String trunk, String number, String keys) {
      listener.keyed(keys);
    }

    @Override
    public void changed(SipCarrierStatus status) {
      listener.changed(states.shown(status));
    }
  }

  static Ended translated(CallReport report) {
    io.strowger.sip.call.CallEvidence seen = report.evidence();
    Disposition disposition = report.outcome().disposition();
    int status = report.outcome().sipStatus();
    return new Ended(
        report.reference(),
        report.trunk(),
        ending(disposition),
        status > 0
            ? "sip:" + status
            : "voice:" + disposition.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        report.outcome().text(),
        new CallEvidence(
            seen.ringing(),
            seen.answered(),
            seen.mediaSeen(),
            seen.playedToEnd(),
            false,
            null,
            Math.max(0, seen.pddMillis()),
            seen.ringMillis(),
            seen.talkMillis(),
            status > 0 ? status : seen.sipStatus(),
            seen.q850Cause(),
            seen.ringbackAfterAnswer(),
            seen.voicemailBeep(),
            seen.silentFarEnd()),
        seen.keys());
  }

  private static CallEnding ending(Disposition disposition) {
    return switch (disposition) {
      case COMPLETED -> CallEnding.COMPLETED;
      case USER_SAID_NO -> CallEnding.USER_SAID_NO;
      case BUSY -> CallEnding.BUSY;
      case NO_ANSWER -> CallEnding.NO_ANSWER;
      case NUMBER_DOES_NOT_EXIST -> CallEnding.NUMBER_DOES_NOT_EXIST;
      case RETRY_OTHER_TRUNK -> CallEnding.OTHER_TRUNK;
      case THROTTLED -> CallEnding.THROTTLED;
      case CONFIGURATION_FAULT -> CallEnding.CONFIGURATION_FAULT;
      case DEADLINE -> CallEnding.DEADLINE;
      case CANCELLED -> CallEnding.CANCELLED;
      case NO_MEDIA -> CallEnding.NO_MEDIA;
      case HUNG_UP_EARLY -> CallEnding.HUNG_UP_EARLY;
    };
  }
}
