package io.strowger.gateway.bench;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteDecision;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.route.RouteTable.Entry;
import io.strowger.gateway.route.RouteTable.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What choosing a route costs, over tables of several sizes with four carriers an entry. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteChoiceBench {
  private static final long NOW = 1_800_000_000_000L;
  private static final int MESSAGES = 1_024;

  @Param({"10", "100000"})
  public int prefixes;

  private final SplittableRandom random = new SplittableRandom(5);
  private final Map<String, CarrierCondition> conditions = new HashMap<>();
  private final Message[] messages = new Message[MESSAGES];
  private RouteChooser chooser = new RouteChooser(new RouteTable(List.of()));
  private int next;

  @Setup
  public void fill() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      members.add(new Member("carrier" + i, i < 2 ? 50 : null, null));
      conditions.put("carrier" + i, new CarrierCondition("carrier" + i, true, 0));
    }
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("+", members, List.of()));
    for (int i = 1; i < prefixes; i++) {
      entries.add(new Entry("+39" + i, members, List.of()));
    }
    chooser = new RouteChooser(new RouteTable(entries));
    for (int i = 0; i < MESSAGES; i++) {
      messages[i] = message("+39" + (1_000_000_000L + random.nextLong(8_000_000_000L)));
    }
  }

  private static Message message(String to) {
    MessageSpec spec =
        new MessageSpec(
            MessageId.of(MessageId.firstOrderOf(NOW), 7),
            "idp",
            new PhoneNumber(to),
            new Secret("Your code is 123456"),
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(Channel.SMS),
            null,
            NOW,
            NOW + 300_000);
    return new Message(spec, new MessageState.Accepted(), List.of());
  }

  @Benchmark
  public RouteDecision choose() {
    return chooser.choose(messages[next++ % MESSAGES], conditions, random, NOW);
  }
}
