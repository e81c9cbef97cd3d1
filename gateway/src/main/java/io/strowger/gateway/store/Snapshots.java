package io.strowger.gateway.store;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * State and attempts of a message in bytes. The numbers below are on disk: new ones may be added,
 * none may change its meaning.
 */
final class Snapshots {
  private Snapshots() {}

  static void write(BodyWriter out, Message message) {
    writeState(out, message.state());
    List<Attempt> attempts = message.attempts();
    out.putVarint(attempts.size());
    for (int i = 0; i < attempts.size(); i++) {
      writeAttempt(out, attempts.get(i));
    }
  }

  static MessageState readState(BodyReader in) throws DamagedException {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new MessageState.Accepted();
      case 2 -> new MessageState.Attempting((int) in.readVarint());
      case 3 -> new MessageState.AwaitingReceipt((int) in.readVarint(), in.readVarint());
      case 4 -> new MessageState.AwaitingRetry(in.readVarint());
      case 5 -> new MessageState.Delivered(in.readVarint());
      case 6 -> new MessageState.Failed(readRefusal(in), in.readVarint());
      case 7 -> new MessageState.Expired(in.readVarint());
      case 8 -> new MessageState.Cancelled(in.readVarint());
      default -> throw new DamagedException("unknown message state " + kind);
    };
  }

  /**
   * @param version of the journal's format
   */
  static List<Attempt> readAttempts(BodyReader in, int version) throws DamagedException {
    int count = in.readCount();
    if (count == 1) {
      return List.of(readAttempt(in, version));
    }
    List<Attempt> attempts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      attempts.add(readAttempt(in, version));
    }
    return List.copyOf(attempts);
  }

  private static void writeState(BodyWriter out, MessageState state) {
    switch (state) {
      case MessageState.Accepted _ -> out.putByte(1);
      case MessageState.Attempting attempting -> {
        out.putByte(2);
        out.putVarint(attempting.ordinal());
      }
      case MessageState.AwaitingReceipt awaiting -> {
        out.putByte(3);
        out.putVarint(awaiting.ordinal());
        out.putVarint(awaiting.receiptDueMillis());
      }
      case MessageState.AwaitingRetry awaiting -> {
        out.putByte(4);
        out.putVarint(awaiting.dueMillis());
      }
      case MessageState.Delivered delivered -> {
        out.putByte(5);
        out.putVarint(delivered.atMillis());
      }
      case MessageState.Failed failed -> {
        out.putByte(6);
        writeRefusal(out, failed.refusal());
        out.putVarint(failed.atMillis());
      }
      case MessageState.Expired expired -> {
        out.putByte(7);
        out.putVarint(expired.atMillis());
      }
      case MessageState.Cancelled cancelled -> {
        out.putByte(8);
        out.putVarint(cancelled.atMillis());
      }
    }
  }

  private static void writeAttempt(BodyWriter out, Attempt attempt) {
    out.putVarint(attempt.ordinal());
    RouteChoice choice = attempt.choice();
    out.putString(choice.carrier());
    out.putByte(codeOf(choice.channel()));
    out.putString(choice.prefix());
    out.putByte(codeOf(choice.reason()));
    out.putNullable(choice.detail());
    out.putVarint(attempt.submits());
    out.putNullable(attempt.link());
    List<String> ids = attempt.carrierIds();
    out.putVarint(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      out.putString(ids.get(i));
    }
    out.putVarint(attempt.receiptsExpected());
    out.putVarint(attempt.partsDelivered());
    writeVerdict(out, attempt.verdict());
    CallCodec.write(out, attempt.call());
    out.putVarint(attempt.startedAtMillis());
    out.putVarint(attempt.answeredAtMillis());
    out.putVarint(attempt.endedAtMillis());
  }

  private static Attempt readAttempt(BodyReader in, int version) throws DamagedException {
    int ordinal = (int) in.readVarint();
    RouteChoice choice =
        new RouteChoice(
            in.readString(),
            channelOf(in.readByte()),
            in.readString(),
            reasonOf(in.readByte()),
            in.readNullable());
    int submits = (int) in.readVarint();
    String link = in.readNullable();
    int ids = in.readCount();
    List<String> carrierIds = new ArrayList<>(ids);
    for (int i = 0; i < ids; i++) {
      carrierIds.add(in.readString());
    }
    return new Attempt(
        ordinal,
        choice,
        submits,
        link,
        List.copyOf(carrierIds),
        (int) in.readVarint(),
        in.readVarint(),
        readVerdict(in),
        version < CommitEncoder.CALLS_SINCE ? null : CallCodec.read(in),
        in.readVarint(),
        in.readVarint(),
        in.readVarint());
  }

  private static void writeVerdict(BodyWriter out, Verdict verdict) {
    switch (verdict) {
      case Verdict.Pending _ -> out.putByte(1);
      case Verdict.Taken _ -> out.putByte(2);
      case Verdict.Arrived _ -> out.putByte(3);
      case Verdict.Refused refused -> {
        out.putByte(4);
        writeRefusal(out, refused.refusal());
      }
      case Verdict.Throttled throttled -> {
        out.putByte(5);
        writeRefusal(out, throttled.refusal());
        out.putVarint(throttled.retryAtMillis());
      }
      case Verdict.Silent _ -> out.putByte(6);
      case Verdict.InDoubt inDoubt -> {
        out.putByte(7);
        out.putString(inDoubt.cause());
      }
      case Verdict.NotSent notSent -> {
        out.putByte(8);
        out.putString(notSent.cause());
      }
    }
  }

  private static Verdict readVerdict(BodyReader in) throws DamagedException {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Verdict.Pending();
      case 2 -> new Verdict.Taken();
      case 3 -> new Verdict.Arrived();
      case 4 -> new Verdict.Refused(readRefusal(in));
      case 5 -> new Verdict.Throttled(readRefusal(in), in.readVarint());
      case 6 -> new Verdict.Silent();
      case 7 -> new Verdict.InDoubt(in.readString());
      case 8 -> new Verdict.NotSent(in.readString());
      default -> throw new DamagedException("unknown verdict " + kind);
    };
  }

  static void writeRefusal(BodyWriter out, Refusal refusal) {
    out.putString(refusal.code());
    out.putString(refusal.reading());
    out.putByte(
        switch (refusal.disposition()) {
          case RETRY_SAME_ROUTE -> 1;
          case OTHER_ROUTE -> 2;
          case PERMANENT_FOR_NUMBER -> 3;
          case THROTTLE -> 4;
          case CONFIGURATION_FAULT -> 5;
          case OTHER_CHANNEL -> 6;
        });
  }

  static Refusal readRefusal(BodyReader in) throws DamagedException {
    String code = in.readString();
    String reading = in.readString();
    int disposition = in.readByte();
    return new Refusal(
        code,
        reading,
        switch (disposition) {
          case 1 -> Refusal.Disposition.RETRY_SAME_ROUTE;
          case 2 -> Refusal.Disposition.OTHER_ROUTE;
          case 3 -> Refusal.Disposition.PERMANENT_FOR_NUMBER;
          case 4 -> Refusal.Disposition.THROTTLE;
          case 5 -> Refusal.Disposition.CONFIGURATION_FAULT;
          case 6 -> Refusal.Disposition.OTHER_CHANNEL;
          default -> throw new DamagedException("unknown disposition " + disposition);
        });
  }

  static void write(BodyWriter out, Plan plan) {
    List<Plan.Step> steps = plan.steps();
    out.putVarint(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      out.putByte(codeOf(steps.get(i).channel()));
    }
    for (int i = 0; i < steps.size(); i++) {
      out.putVarint(steps.get(i).afterMillis());
    }
    out.putByte(plan.purpose() == Plan.Purpose.APPROVAL ? 1 : 0);
  }

  static Plan readPlan(BodyReader in, int version) throws DamagedException {
    int count = in.readCount();
    List<Channel> channels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      channels.add(channelOf(in.readByte()));
    }
    if (version < CommitEncoder.CALLS_SINCE) {
      return Plan.of(channels);
    }
    List<Plan.Step> steps = new ArrayList<>(count);
    for (Channel channel : channels) {
      steps.add(new Plan.Step(channel, in.readVarint()));
    }
    boolean asks = in.readByte() == 1;
    return new Plan(asks ? Plan.Purpose.APPROVAL : Plan.Purpose.PASSCODE, steps);
  }

  static int codeOf(Channel channel) {
    return switch (channel) {
      case SMS -> 1;
      case VOICE -> 2;
    };
  }

  static Channel channelOf(int code) throws DamagedException {
    return switch (code) {
      case 1 -> Channel.SMS;
      case 2 -> Channel.VOICE;
      default -> throw new DamagedException("unknown channel " + code);
    };
  }

  private static int codeOf(RouteChoice.Reason reason) {
    return switch (reason) {
      case ONLY_ROUTE -> 1;
      case PREFERRED -> 2;
      case WEIGHTED_SHARE -> 3;
      case OTHERS_DOWN -> 4;
      case OTHERS_BUSY -> 5;
      case FAILOVER -> 6;
      case RETRY -> 7;
      case ESCALATION -> 8;
      case OTHERS_UNHEALTHY -> 9;
      case STANDBY -> 10;
      case PROBE -> 11;
    };
  }

  private static RouteChoice.Reason reasonOf(int code) throws DamagedException {
    return switch (code) {
      case 1 -> RouteChoice.Reason.ONLY_ROUTE;
      case 2 -> RouteChoice.Reason.PREFERRED;
      case 3 -> RouteChoice.Reason.WEIGHTED_SHARE;
      case 4 -> RouteChoice.Reason.OTHERS_DOWN;
      case 5 -> RouteChoice.Reason.OTHERS_BUSY;
      case 6 -> RouteChoice.Reason.FAILOVER;
      case 7 -> RouteChoice.Reason.RETRY;
      case 8 -> RouteChoice.Reason.ESCALATION;
      case 9 -> RouteChoice.Reason.OTHERS_UNHEALTHY;
      case 10 -> RouteChoice.Reason.STANDBY;
      case 11 -> RouteChoice.Reason.PROBE;
      default -> throw new DamagedException("unknown reason " + code);
    };
  }
}
