package io.strowger.gateway.main;

import java.util.List;
import java.util.function.Predicate;

/** Simulated carriers, and what goes wrong with them when. */
interface IncidentCarriers extends AutoCloseable {
  /**
   * Something that goes wrong.
   *
   * @param name a few words, for the table
   * @param carrier whose fault it is
   * @param fromSecond after the first passcode
   * @param untilSecond when it is over
   * @param told what happens, as the screen tells it
   * @param over how it ends, as the screen tells it
   * @param hits whether a first attempt to these digits may be lost to it
   * @param begin brings it about
   * @param end heals it
   */
  record Fault(
      String name,
      String carrier,
      int fromSecond,
      int untilSecond,
      String told,
      String over,
      Predicate<String> hits,
      Runnable begin,
      Runnable end) {}

  /** The {@code carriers} and {@code routes} of the gateway's configuration. */
  String yaml();

  /** The {@code channels} of every request, as JSON. */
  String channels();

  /** To a number of its own, E.164 digits. */
  String digits(int number);

  /** In the order in which they begin; they do not overlap. */
  List<Fault> faults();

  /** When the last passcode is sent. */
  int seconds();

  @Override
  void close();
}
