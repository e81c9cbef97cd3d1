package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.ReceiptState;
import org.jspecify.annotations.Nullable;

/** Something that waits for its time on the {@link DueWheel}; linked there without a wrapper. */
abstract sealed class Due {
  long dueMicros;
  @Nullable Due next;

  /** A response that is held back. */
  static final class Response extends Due {
    final EsmeSession session;
    final Pdu pdu;

    Response(EsmeSession session, Pdu pdu, long dueMicros) {
      this.session = session;
      this.pdu = pdu;
      this.dueMicros = dueMicros;
    }
  }

  /** A receipt, until it is acknowledged. */
  static final class Receipt extends Due {
    final Account account;
    final long id;
    final Address source;
    final Address destination;
    final long submittedAtMicros;
    ReceiptState state;
    String error;
    int attempts;

    /** The submit_sm_resp that must not overtake this receipt. */
    @Nullable Response before;

    Receipt(Account account, long id, Address source, Address destination, long submittedAtMicros) {
      this.account = account;
      this.id = id;
      this.source = source;
      this.destination = destination;
      this.submittedAtMicros = submittedAtMicros;
      this.state = ReceiptState.DELIVERED;
      this.error = "000";
    }

    /** The same receipt once more. */
    Receipt twin() {
      Receipt twin = new Receipt(account, id, source, destination, submittedAtMicros);
      twin.dueMicros = dueMicros;
      twin.state = state;
      twin.error = error;
      return twin;
    }
  }
}
