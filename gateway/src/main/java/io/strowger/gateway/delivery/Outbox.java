package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What accounts are still owed word of. Owned by the dispatcher's thread; rules and channels may be
 * added from any.
 */
final class Outbox {
  private final List<NoticeRule> rules = new CopyOnWriteArrayList<>();
  private final Map<String, NoticeChannel> channels = new HashMap<>();
  private final TreeMap<Long, Notice> owed = new TreeMap<>();
  private final Map<String, Integer> owedByAccount = new HashMap<>();

  void add(NoticeRule rule) {
    rules.add(rule);
  }

  /** It is given what its accounts are owed already. */
  void open(NoticeChannel channel) {
    channels.put(channel.channel(), channel);
    List<Notice> waiting =
        owed.values().stream()
            .filter(notice -> notice.channel().equals(channel.channel()))
            .toList();
    if (!waiting.isEmpty()) {
      channel.owe(waiting);
    }
  }

  /** The channels that are to tell of this change. */
  List<String> channelsFor(Message after) {
    List<String> wanted = List.of();
    for (NoticeRule rule : rules) {
      if (rule.owes(after)) {
        wanted = wanted.isEmpty() ? new ArrayList<>(1) : wanted;
        wanted.add(rule.channel());
      }
    }
    return wanted;
  }

  /** Durable now. */
  void add(Notice notice) {
    owed.put(notice.sequence(), notice);
    owedByAccount.merge(notice.message().spec().account(), 1, Integer::sum);
  }

  boolean owes(Notice notice) {
    return owed.containsKey(notice.sequence());
  }

  /** Told, or given up, durably. */
  void settled(Notice notice) {
    if (owed.remove(notice.sequence()) != null) {
      owedByAccount.merge(
          notice.message().spec().account(), -1, (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  int owedTo(String account) {
    return owedByAccount.getOrDefault(account, 0);
  }

  int size() {
    return owed.size();
  }

  /** Hands what has just become owed to the channels. */
  void tell(List<Notice> notices) {
    Map<String, List<Notice>> byChannel = new HashMap<>();
    for (Notice notice : notices) {
      byChannel.computeIfAbsent(notice.channel(), _ -> new ArrayList<>()).add(notice);
    }
    byChannel.forEach((name, batch) -> {
      NoticeChannel channel = channels.get(name);
      if (channel != null) {
        channel.owe(batch);
      }
    });
  }
}
