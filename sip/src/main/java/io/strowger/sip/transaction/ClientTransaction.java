package io.strowger.sip.transaction;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;
import org.jspecify.annotations.Nullable;

/** A request that we sent, in its table. */
final class ClientTransaction extends Alarms.Sleeper {
  /** What its answers carry (RFC 3261 section 17.1.3). */
  record Key(String branch, String method) {}

  /** What a CANCEL names its INVITE by, but for the branch that its sender does not know. */
  record InviteKey(String callId, long cseq) {}

  final long clientKey;
  final Key key;
  final Target target;
  final @Nullable InviteKey invite;

  /** Where it goes when its size led it over TCP, and nobody is there. */
  final @Nullable Target narrow;

  /** Kept as long as it may have to be sent again, or an ACK made of it. */
  @Nullable SipRequest request;

  /** The ACK of a final answer other than 2xx. */
  @Nullable SipRequest ack;

  ClientState state;

  /** Told that its connection ended; it is told once. */
  boolean interrupted;

  ClientTransaction(
      long clientKey,
      Key key,
      SipRequest request,
      Target target,
      @Nullable Target narrow,
      ClientState state) {
    this.clientKey = clientKey;
    this.key = key;
    this.target = target;
    this.narrow = narrow;
    this.request = request;
    this.state = state;
    invite =
        request.method().equals("INVITE") ? new InviteKey(request.callId(), request.cseq()) : null;
  }

  boolean reliable() {
    return target.transport().reliable();
  }

  /** It ends what another request began: worth more than one connection. */
  boolean takesBack() {
    return key.method().equals("BYE") || key.method().equals("CANCEL");
  }

  /** True until a final answer came. */
  boolean pending() {
    return switch (state) {
      case ClientState.Calling _,
          ClientState.Proceeding _,
          ClientState.Trying _,
          ClientState.Waiting _ ->
          true;
      case ClientState.Completed _,
          ClientState.Accepted _,
          ClientState.Answered _,
          ClientState.Ended _ ->
          false;
    };
  }

  @Override
  long alarmMillis() {
    return state.alarmMillis();
  }
}
