package io.strowger.gateway.alarm;

import java.util.Arrays;
import java.util.Optional;

/** Every kind of alarm there is: its stable name, and what to do about it. */
public enum AlarmKind {
  CARRIER_UNREACHABLE(
      "carrier.unreachable",
      "No link of the carrier is bound. Messages go to other carriers.",
      "Read the cause of the last attempt; call the carrier."),
  CARRIER_REFUSES_US(
      "carrier.refuses-us",
      "A carrier answers, and refuses our binds, our registration, the credentials of our calls, or"
          + " our certificate.",
      "Compare system-id or username, password and certificates with the carrier; it may have"
          + " rotated them."),
  CREDENTIAL_REFUSED(
      "carrier.credential-refused",
      "A carrier refuses the first credential, or our first certificate, and the second one"
          + " carries.",
      "If it was changed as planned, make the second one the first. Else ask the carrier."),
  LINK_DOWN(
      "link.down",
      "One of several links of a carrier is not bound.",
      "Read the cause; the other links carry the load."),
  CERTIFICATE_EXPIRING(
      "certificate.expiring",
      "A TLS certificate, ours or a carrier's, ends within 30 days.",
      "Renew ours, its files are read by themselves; tell the carrier of theirs."),
  CERTIFICATE_ROTATED(
      "certificate.rotated",
      "A carrier shows another TLS certificate than before.",
      "Expected? Then nothing. Else ask the carrier before you trust it."),
  ROUTE_LEFT(
      "route.left",
      "A carrier, or an operator behind it, takes messages that do not arrive, or answers none. It"
          + " gets no more, and what it took since is sent another way.",
      "Tell the carrier since when, with the evidence. It is tried by copies, and comes back by"
          + " itself."),
  ROUTE_DEGRADED(
      "route.degraded",
      "A carrier loses a part of what it takes, or should be left and is the last one; or an"
          + " operator is down on every route.",
      "Read the cause; ask the carrier, or the operator."),
  RECEIPTS_BROKEN(
      "route.receipts-broken",
      "Receipts of a carrier stopped while its messages arrive. Its receipts are not judged by for"
          + " now.",
      "Tell the carrier that its receipts are missing."),
  FEEDBACK_BROKEN(
      "feedback.broken",
      "No code is verified any more, whatever carried it.",
      "Look whether your auth server still tells what was verified."),
  ROUTE_POOR(
      "route.poor",
      "A carrier delivers less from day to day, or always less than others, or gives too few"
          + " receipts to judge by.",
      "Compare it with the others in strowger health list; talk to the carrier."),
  CANARY_NEVER_ANSWERS(
      "canary.number-never-answers",
      "Nothing that was sent to a number of your own has ever come back, over any carrier. It says"
          + " nothing of any route.",
      "Compare the number with the contract: it may be a stranger's. Ask the carrier that brings"
          + " its texts or calls whether they are forwarded to our link or trunk."),
  CANARY_SILENT(
      "canary.number-silent",
      "What is sent to a number of your own came back, and does not any more, over any carrier. No"
          + " route is left for it.",
      "Ask the carrier that brings its texts or calls. If no carrier delivers, other numbers and"
          + " the routes' own alarms say so."),
  ACCOUNT_FAILING(
      "account.failing",
      "More messages of an account fail or expire than usually do.",
      "Look at its last failures in strowger message list: their numbers, operators and routes. Ask"
          + " the client.");

  private final String word;
  private final String meaning;
  private final String remedy;

  AlarmKind(String word, String meaning, String remedy) {
    this.word = word;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** Its name in every interface; never changes. */
  public String word() {
    return word;
  }

  /** What it says, in a sentence or two. */
  public String meaning() {
    return meaning;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }

  /** The kind of this name. */
  public static Optional<AlarmKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
