package io.strowger.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.health.Usual;
import io.strowger.gateway.message.Messages;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.RouteChoice.Reason;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.Candidate.Standing;
import io.strowger.gateway.route.RouteTable.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightsTest {
  private static final double FLOOR = 0.02;
  private static final PhoneNumber TO = Messages.accepted().spec().to();

  private final Map<String, Usual> usual = new HashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();

  private final HealthView health =
      new HealthView() {
        @Override
        public double share(String carrier, PhoneNumber to) {
          return 1;
        }

        @Override
        public String why(String carrier, PhoneNumber to) {
          return "";
        }

        @Override
        public Usual usual(String carrier, PhoneNumber to) {
          return usual.getOrDefault(carrier, Usual.UNKNOWN);
        }

        @Override
        public double standbyShare() {
          return FLOOR;
        }
      };

  private void member(String carrier, int weight, double success, double trials, long cost) {
    usual.put(carrier, new Usual(success, trials, 0, 0));
    candidates.add(candidate(new Member(carrier, weight, null, cost), Standing.READY, 1));
  }

  private static Candidate candidate(Member member, Standing standing, double share) {
    return new Candidate(member, standing, 0, 0, share, null);
  }

  private double @Nullable [] weights() {
    return Weights.of(candidates, FLOOR, health, TO);
  }

  /** As parts of the whole, to a thousandth. */
  private double[] shares() {
    double[] weights = weights();
    assertNotNull(weights);
    double total = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(one -> Math.round(1_000 * one / total) / 1_000.0).toArray();
  }

  @Test
  void equally_good_routes_keep_what_is_configured() {
    member("alpha", 70, 0.92, 3_000, 0);
    member("beta", 30, 0.91, 3_000, 0);
    assertNull(weights());
  }

  @Test
  void so_do_those_that_have_shown_too_little() {
    member("alpha", 70, 0.92, 3_000, 0);
    member("beta", 30, 0.40, 150, 0);
    assertNull(weights());
  }

  @Test
  void a_route_that_delivers_less_carries_less() {
    member("alpha", 50, 0.95, 1e6, 0);
    member("beta", 50, 0.88, 1e6, 0);
    double[] shares = shares();
    assertEquals(0.337, shares[1], 0.002);
    assertEquals(0.663, shares[0], 0.002);
  }

  @Test
  void a_hopeless_one_keeps_the_floor() {
    member("alpha", 90, 0.40, 1e6, 0);
    member("beta", 10, 0.95, 1e6, 0);
    assertEquals(0.02, shares()[0], 0.001);
  }

  @Test
  void one_that_was_given_less_than_the_floor_keeps_that() {
    member("alpha", 1, 0.40, 1e6, 0);
    member("beta", 99, 0.95, 1e6, 0);
    assertEquals(0.01, shares()[0], 0.001);
  }

  @Test
  void the_dearer_of_two_equals_carries_less() {
    member("alpha", 50, 0.92, 3_000, 20_000);
    member("beta", 50, 0.92, 3_000, 60_000);
    assertEquals(0.25, shares()[1], 0.001);
  }

  @Test
  void a_cost_that_is_told_of_one_only_says_nothing() {
    member("alpha", 50, 0.92, 3_000, 0);
    member("beta", 50, 0.92, 3_000, 60_000);
    assertNull(weights());
  }

  @Test
  void verified_codes_count_where_all_have_them() {
    member("alpha", 50, 0.95, 1e6, 0);
    member("beta", 50, 0.95, 1e6, 0);
    usual.put("alpha", new Usual(0.95, 1e6, 0.80, 1e6));
    assertNull(weights());
    usual.put("beta", new Usual(0.95, 1e6, 0.60, 1e6));
    assertTrue(shares()[1] < 0.1);
  }

  @Test
  void without_a_floor_the_configuration_holds() {
    member("alpha", 50, 0.95, 1e6, 0);
    member("beta", 50, 0.50, 1e6, 0);
    assertNull(Weights.of(candidates, 0, health, TO));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_healthy_member_keeps_its_floor_and_nobody_else_is_touched(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      candidates.clear();
      usual.clear();
      draw(random);
      double[] weights = weights();
      if (weights == null) {
        continue;
      }
      double configured = 0;
      double carried = 0;
      for (int i = 0; i < weights.length; i++) {
        if (isHealthy(candidates.get(i))) {
          configured += weight(candidates.get(i));
          carried += weights[i];
        }
      }
      assertEquals(configured, carried, 1e-6);
      for (int i = 0; i < weights.length; i++) {
        Candidate one = candidates.get(i);
        if (isHealthy(one)) {
          double least = Math.min(weight(one), FLOOR * configured);
          assertTrue(weights[i] >= least - 1e-9, one::toString);
        } else {
          boolean ready = one.standing() == Standing.READY;
          assertEquals(ready ? weight(one) * one.share() : 0, weights[i], 1e-9);
        }
      }
    }
  }

  private void draw(SplittableRandom random) {
    int members = 2 + random.nextInt(5);
    boolean costs = random.nextBoolean();
    for (int i = 0; i < members; i++) {
      Member member =
          new Member(
              "carrier" + i,
              random.nextInt(6) == 0 ? null : (Integer) (1 + random.nextInt(100)),
              null,
              costs ? 1 + random.nextInt(100_000) : 0);
      Standing standing = random.nextInt(6) == 0 ? Standing.DOWN : Standing.READY;
      candidates.add(candidate(member, standing, random.nextInt(6) == 0 ? 0.5 : 1));
      usual.put(member.carrier(), new Usual(random.nextDouble(), random.nextInt(5_000), 0, 0));
    }
  }

  private static boolean isHealthy(Candidate one) {
    return one.standing() == Standing.READY && one.share() == 1 && one.member().weight() != null;
  }

  private static double weight(Candidate one) {
    Integer weight = one.member().weight();
    return weight == null ? 0 : weight;
  }

  @Test
  void the_traffic_follows_and_the_reason_tells_it() {
    usual.put("alpha", new Usual(0.85, 1e6, 0, 0));
    usual.put("beta", new Usual(0.95, 1e6, 0, 0));
    RouteChooser chooser =
        new RouteChooser(
            new RouteTable(
                List.of(
                    new RouteTable.Entry(
                        "+",
                        List.of(new Member("alpha", 70, null), new Member("beta", 30, null)),
                        List.of()))));
    Map<String, CarrierCondition> up =
        Map.of(
            "alpha", new CarrierCondition("alpha", true, 0),
            "beta", new CarrierCondition("beta", true, 0));
    SplittableRandom random = new SplittableRandom(9);
    int alpha = 0;
    for (int i = 0; i < 4_000; i++) {
      RouteDecision decision =
          chooser.choose(
              Messages.accepted(),
              new RouteChooser.Around(up, health, CallGate.OPEN),
              random,
              Messages.ACCEPTED_AT + 1);
      RouteChoice choice = ((RouteDecision.Chosen) decision).choice();
      assertEquals(Reason.WEIGHTED_SHARE, choice.reason());
      if (choice.carrier().equals("alpha")) {
        alpha++;
        assertEquals("weight 70 of 100, carries 44 %: success or cost differ", choice.detail());
      }
    }
    assertEquals(0.436, alpha / 4_000.0, 0.03);
  }
}
