package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.simulation.Witness.Asked;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What the accounts of a world ask for, by both doors. */
final class Traffic {
  static final long MAX_TTL_MILLIS = 25_000;

  /** After which a block that was set in the first minute is over, and numbers are open again. */
  static final long PUMPING_OVER_MILLIS = 420_000;

  /** Codes that are called over trunks, which ring, and say it twice. */
  static final long CALL_TTL_MILLIS = 160_000;

  private static final int CALLED_NUMBERS = 6;
  private static final int GUARDED_NUMBERS = 5;
  private static final int TEXTS = 6;
  private static final int PUMPED_NUMBERS = 60;
  private static final long PROBE_MILLIS = 30_000;

  /** Where the node is, if it is. */
  interface Site {
    @Nullable Node node();

    boolean diskFull();
  }

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Witness witness;
  private final SimulatedEsme esme;
  private final SimulatedVerifier verifier;
  private final Site site;

  Traffic(
      Timeline timeline, SplittableRandom random, Witness witness, SimulatedEsme esme, Site site) {
    this.timeline = timeline;
    this.random = random;
    this.witness = witness;
    this.esme = esme;
    this.site = site;
    this.verifier = new SimulatedVerifier(timeline, random.split(), witness, site::node);
  }

  void plan(long millis) {
    repeat(25 + random.nextInt(45), millis, this::askOrdinary);
    if (random.nextInt(3) == 0) {
      repeat(20 + random.nextInt(60), millis, _ -> askGuarded());
    }
    if (random.nextInt(3) == 0) {
      repeat(5 + random.nextInt(20), millis, this::askToCall);
    }
    if (random.nextInt(3) == 0) {
      repeat(3 + random.nextInt(12), millis, _ -> verifier.start());
    }
  }

  /** Logins to be approved by telephone. */
  void planApprovals(long millis) {
    repeat(3 + random.nextInt(12), millis, this::askToApprove);
  }

  /** Over real trunks: some of it to numbers that are called too often. */
  void planCalls(long millis) {
    repeat(4 + random.nextInt(16), millis, this::askToCallLong);
  }

  void planPumping(long millis) {
    repeat(PUMPED_NUMBERS, millis, this::askPumped);
    int probe = PUMPED_NUMBERS;
    for (long at = millis; at < PUMPING_OVER_MILLIS; at += PROBE_MILLIS) {
      int index = probe++;
      timeline.in(at, () -> askPumped(index));
    }
    timeline.in(PUMPING_OVER_MILLIS - 1, witness.guards::judge);
  }

  private interface Indexed {
    void ask(int index);
  }

  private void repeat(int times, long millis, Indexed asking) {
    for (int i = 0; i < times; i++) {
      int index = i;
      timeline.in(random.nextLong(millis), () -> asking.ask(index));
    }
  }

  /** Each of these has a number of its own. */
  private void askOrdinary(int index) {
    if (site.node() == null) {
      return;
    }
    String to = "+39347" + (1_000_000 + index);
    String text = "Your code is " + (100_000 + random.nextInt(900_000)) + " #" + index;
    text +=
        switch (random.nextInt(8)) {
          case 0 -> " 🔑 chiave";
          case 1 -> " [€] and a long tail".repeat(1 + random.nextInt(18));
          case 2 -> " and a plain long tail".repeat(6 + random.nextInt(12));
          default -> "";
        };
    long ttl = random.nextLong(1_000, MAX_TTL_MILLIS);
    witness.asks(new Asked(to, text, ttl));
    boolean plain = text.chars().allMatch(c -> c < 0x7F && c != '[' && c != ']');
    boolean bySmpp = plain && esme.isBound() && random.nextInt(3) > 0;
    if (bySmpp && text.length() > 160 && random.nextInt(4) > 0) {
      esme.submitLong(to, text, ttl);
    } else if (!bySmpp || !esme.submit(to, text, ttl)) {
      submit(Tenants.IDP, to, text, ttl);
    }
  }

  /** A few numbers that want far too much, some of it twice, and some where nobody may send. */
  private void askGuarded() {
    boolean denied = random.nextInt(12) == 0;
    String to =
        (denied ? Tenants.DENIED + "9300000" : "+39347200000") + random.nextInt(GUARDED_NUMBERS);
    String text = "Guarded code " + (100_000 + random.nextInt(TEXTS));
    long ttl = random.nextLong(1_000, MAX_TTL_MILLIS);
    witness.asks(new Asked(to, text, ttl));
    submit(Tenants.GUARDED, to, text, ttl);
  }

  /** To be spoken at once, after the text, or when the text has not arrived for a while. */
  private void askToCall(int index) {
    askToCall("+39347" + (5_000_000 + index), index, random.nextLong(3_000, MAX_TTL_MILLIS));
  }

  private void askToCallLong(int index) {
    int number = random.nextInt(3) == 0 ? random.nextInt(CALLED_NUMBERS) : CALLED_NUMBERS + index;
    askToCall("+39347" + (6_000_000 + number), index, random.nextLong(12_000, CALL_TTL_MILLIS));
  }

  private void askToCall(String to, int index, long ttl) {
    String text = "Spoken code " + (100_000 + random.nextInt(900_000)) + " #" + index;
    witness.asks(new Asked(to, text, ttl));
    Plan plan =
        switch (random.nextInt(4)) {
          case 0 -> Plan.of(List.of(Channel.SMS, Channel.VOICE));
          case 1 ->
              new Plan(
                  Plan.Purpose.PASSCODE,
                  List.of(
                      new Plan.Step(Channel.SMS, 0),
                      new Plan.Step(Channel.VOICE, random.nextLong(500, 8_000))));
          default -> Plan.of(List.of(Channel.VOICE));
        };
    submit(Tenants.CALLER, to, text, ttl, plan);
  }

  private void askToApprove(int index) {
    String to = "+39347" + (7_000_000 + index);
    String text = "Approval #" + index;
    long ttl = random.nextLong(5_000, MAX_TTL_MILLIS);
    witness.asks(new Asked(to, text, ttl));
    submit(Tenants.CALLER, to, text, ttl, Plan.ASK);
  }

  private void askPumped(int index) {
    String to = "+39347" + (3_000_000 + index);
    String text = "Pumped code " + (100_000 + index);
    witness.asks(new Asked(to, text, MAX_TTL_MILLIS));
    submit(Tenants.PUMPED, to, text, MAX_TTL_MILLIS);
  }

  private void submit(String account, String to, String text, long ttlMillis) {
    submit(account, to, text, ttlMillis, Plan.of(List.of(Channel.SMS)));
  }

  private void submit(String account, String to, String text, long ttlMillis, Plan plan) {
    Node living = site.node();
    if (living == null) {
      return;
    }
    MessageDraft draft =
        new MessageDraft(
            account,
            new PhoneNumber(to),
            new Secret(text),
            null,
            null,
            null,
            null,
            null,
            0,
            plan,
            null,
            List.of(),
            ttlMillis,
            null);
    if (!living.dispatcher.submit(draft, reply -> answered(draft, reply))) {
      witness.refused();
    }
  }

  private void answered(MessageDraft draft, Reply reply) {
    String to = draft.to().e164();
    switch (reply) {
      case Reply.Accepted(var message) -> {
        witness.promises(to, new Witness.Promised(message.id(), message.spec().expiresAtMillis()));
        if (draft.account().equals(Tenants.CALLER) && random.nextInt(4) == 0) {
          timeline.in(random.nextLong(4_000), () -> cancel(message.id()));
        }
      }
      case Reply.Repeated(var id, long _) -> witness.guards.repeated(to, draft.text().reveal(), id);
      case Reply.Denied(var denial) ->
          witness.guards.denied(draft.account(), to, denial, site.diskFull());
      case Reply.Refused _ -> {
        witness.refused();
        witness.guards.undone(to);
      }
      default -> witness.violated(to + ": answered " + reply);
    }
  }

  /** What rings then must fall silent. */
  private void cancel(MessageId id) {
    Node living = site.node();
    if (living != null) {
      var _ = living.dispatcher.cancel(Tenants.CALLER, id, _ -> {});
    }
  }
}
