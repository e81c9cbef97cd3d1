package io.strowger.gateway.esme;

import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Refusal;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.server.Delivery;
import io.strowger.smpp.server.EsmeReceipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Receipts that accounts have not taken yet: each message's in their order, one at a time, and not
 * too many of an account at once. Pure; not for several threads.
 *
 * <pre>
 *   owe ──▶ waiting ──next──▶ under way ──taken──▶ settled
 *              ▲                  │
 *              └─ not sent, doubt ┘   refused for good, or too old: given up, which settles too
 * </pre>
 */
final class OwedReceipts {
  private static final int UNDER_WAY_MAX = 1_000;
  private static final int REFUSALS_MAX = 5;
  private static final Pattern THREE_OF_CODE = Pattern.compile("[A-Za-z0-9]{3}$");

  /** One deliver_sm of a notice: a message answered in parts has a receipt for each of its ids. */
  record Handle(Notice notice, String messageId) {}

  private static final class Owed {
    final Notice notice;
    final Set<String> untold;
    int refusals;
    boolean underWay;

    Owed(Notice notice, Set<String> untold) {
      this.notice = notice;
      this.untold = untold;
    }
  }

  private static final class OfAccount {
    /** The first of each queue is the one to tell. */
    final LinkedHashMap<MessageId, Deque<Owed>> byMessage = new LinkedHashMap<>();

    final ArrayDeque<MessageId> ready = new ArrayDeque<>();
    int underWay;
  }

  private final Map<String, OfAccount> accounts = new HashMap<>();
  private final long giveUpMillis;

  /**
   * @param giveUpMillis how long a receipt is offered
   */
  OwedReceipts(long giveUpMillis) {
    this.giveUpMillis = giveUpMillis;
  }

  void owe(Notice notice) {
    EsmeOrigin origin = EsmeOrigin.of(notice.message());
    if (origin == null) {
      throw new IllegalArgumentException("a notice of a message that did not come by SMPP");
    }
    Set<String> names = new HashSet<>(origin.partIds());
    names.add(origin.nameOf(notice.message().id()));
    OfAccount account = account(notice);
    MessageId id = notice.message().id();
    Deque<Owed> queue = account.byMessage.computeIfAbsent(id, _ -> new ArrayDeque<>(1));
    queue.addLast(new Owed(notice, names));
    if (queue.size() == 1) {
      account.ready.addLast(id);
    }
  }

  private OfAccount account(Notice notice) {
    return accounts.computeIfAbsent(notice.message().spec().account(), _ -> new OfAccount());
  }

  /**
   * What may be told to an account now; it counts as under way until its outcome.
   *
   * @param settled takes what is too old to be told
   */
  List<Delivery> next(String name, long nowMillis, List<Notice> settled) {
    OfAccount account = accounts.get(name);
    if (account == null) {
      return List.of();
    }
    List<Delivery> deliveries = new ArrayList<>();
    while (account.underWay < UNDER_WAY_MAX && !account.ready.isEmpty()) {
      MessageId id = account.ready.removeFirst();
      Deque<Owed> queue = account.byMessage.get(id);
      Owed owed = queue == null ? null : queue.peekFirst();
      if (owed == null || owed.underWay) {
        continue;
      }
      if (nowMillis - owed.notice.atMillis() > giveUpMillis) {
        settled.add(owed.notice);
        finished(account, id);
        continue;
      }
      owed.underWay = true;
      account.underWay++;
      for (String messageId : owed.untold) {
        deliveries.add(
            new Delivery(name, new Handle(owed.notice, messageId), receipt(owed, messageId)));
      }
    }
    return deliveries;
  }

  /** The client took this one; true when the notice is told whole. */
  boolean taken(Handle handle) {
    OfAccount account = account(handle.notice());
    Owed owed = current(account, handle);
    if (owed == null) {
      return false;
    }
    owed.untold.remove(handle.messageId());
    if (!owed.untold.isEmpty()) {
      return false;
    }
    account.underWay -= owed.underWay ? 1 : 0;
    finished(account, handle.notice().message().id());
    return true;
  }

  /** The client refused it; true when it is given up for that. */
  boolean refused(Handle handle) {
    OfAccount account = account(handle.notice());
    Owed owed = current(account, handle);
    if (owed == null) {
      return false;
    }
    if (++owed.refusals < REFUSALS_MAX) {
      again(handle);
      return false;
    }
    account.underWay -= owed.underWay ? 1 : 0;
    finished(account, handle.notice().message().id());
    return true;
  }

  /** It was not sent, or may not have arrived: it is offered again. */
  void again(Handle handle) {
    OfAccount account = account(handle.notice());
    Owed owed = current(account, handle);
    if (owed != null && owed.underWay) {
      owed.underWay = false;
      account.underWay--;
      account.ready.addLast(handle.notice().message().id());
    }
  }

  private static @Nullable Owed current(OfAccount account, Handle handle) {
    Deque<Owed> queue = account.byMessage.get(handle.notice().message().id());
    Owed owed = queue == null ? null : queue.peekFirst();
    return owed != null && owed.notice.sequence() == handle.notice().sequence() ? owed : null;
  }

  private static void finished(OfAccount account, MessageId id) {
    Deque<Owed> queue = account.byMessage.get(id);
    if (queue == null) {
      return;
    }
    queue.removeFirst();
    if (queue.isEmpty()) {
      account.byMessage.remove(id);
    } else {
      account.ready.addLast(id);
    }
  }

  /** Accounts that are owed something. */
  Set<String> accounts() {
    Set<String> owed = new HashSet<>();
    accounts.forEach((name, account) -> {
      if (!account.byMessage.isEmpty()) {
        owed.add(name);
      }
    });
    return owed;
  }

  private static EsmeReceipt receipt(Owed owed, String messageId) {
    Notice notice = owed.notice;
    EsmeOrigin origin = EsmeOrigin.of(notice.message());
    if (origin == null) {
      throw new IllegalStateException("checked when it was owed");
    }
    ReceiptState state = EsmeOrigin.stateOf(notice.message());
    return new EsmeReceipt(
        messageId,
        origin.serviceType(),
        origin.source(),
        origin.destination(),
        state,
        errorOf(notice),
        null,
        notice.message().spec().acceptedAtMillis(),
        notice.atMillis(),
        origin.userReference());
  }

  /** The last three characters of the carrier's own code, as far as three fit {@code err}. */
  private static @Nullable String errorOf(Notice notice) {
    if (notice.message().state() instanceof MessageState.Failed(Refusal refusal, long _)) {
      Matcher matcher = THREE_OF_CODE.matcher(refusal.code());
      return matcher.find() ? matcher.group() : null;
    }
    return null;
  }
}
