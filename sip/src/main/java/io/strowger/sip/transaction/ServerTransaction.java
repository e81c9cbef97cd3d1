package io.strowger.sip.transaction;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Via;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request that came, in its table. */
final class ServerTransaction extends Alarms.Sleeper {
  /** What its copies, its CANCEL and its ACK carry too (RFC 3261 section 17.2.3). */
  record Key(String branch, String sentBy, String method) {
    static Key of(SipRequest request, String method) {
      Via via = request.topVia();
      String branch = request.branch();
      if (via != null
          && branch.startsWith(Via.MAGIC_COOKIE)
          && branch.length() > Via.MAGIC_COOKIE.length()) {
        return new Key(branch, via.sentBy().toLowerCase(Locale.ROOT), method);
      }
      // From before RFC 3261: all that such a peer leaves the same in every copy.
      String old =
          request.requestUri()
              + '\n'
              + request.fromTag()
              + '\n'
              + request.callId()
              + '\n'
              + request.cseq()
              + '\n'
              + branch;
      return new Key(old, via == null ? "" : via.sentBy().toLowerCase(Locale.ROOT), method);
    }
  }

  /** The same request on another way (RFC 3261 section 8.2.2.2). */
  record MergeKey(@Nullable String fromTag, String callId, long cseq, String method) {
    static MergeKey of(SipRequest request) {
      return new MergeKey(request.fromTag(), request.callId(), request.cseq(), request.method());
    }
  }

  /** What the ACK of a 2xx has in common with it: its branch is another. */
  record AckKey(String callId, long cseq, @Nullable String fromTag, @Nullable String toTag) {
    static AckKey of(SipMessage message) {
      return new AckKey(message.callId(), message.cseq(), message.fromTag(), message.toTag());
    }
  }

  final long serverKey;
  final Key key;
  final Flow flow;

  /** Null for a request within a dialog, which is never taken for a merged one. */
  final @Nullable MergeKey mergeKey;

  /** Needed for a 100 of our own; null once anything was answered. */
  @Nullable SipRequest request;

  @Nullable SipResponse newest;
  @Nullable AckKey ackKey;
  ServerState state;

  ServerTransaction(long serverKey, Key key, SipRequest request, Flow flow, ServerState state) {
    this.serverKey = serverKey;
    this.key = key;
    this.flow = flow;
    this.request = request;
    this.state = state;
    mergeKey = request.toTag() == null ? MergeKey.of(request) : null;
  }

  boolean reliable() {
    return flow.transport().reliable();
  }

  @Override
  long alarmMillis() {
    return state.alarmMillis();
  }
}
