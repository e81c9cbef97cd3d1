package io.strowger.gateway.main.bench;

import java.util.List;
import picocli.CommandLine.Option;

/** What {@code --voice} adds to the options of a bench. */
final class VoiceOptions {
  @Option(
      names = "--voice",
      description =
          "Instead: what calls cost, how many a second, and how many at once one core carries."
              + " --warm-up, --rounds, --round and --json hold for it too.")
  boolean voice;

  @Option(
      names = "--part",
      defaultValue = "all",
      paramLabel = "calls|media|all",
      description = "With --voice: signalling, sound, or both (default ${DEFAULT-VALUE}).")
  Part part = Part.all;

  /** As typed on the command line. */
  enum Part {
    all,
    calls,
    media
  }

  @Option(
      names = "--call-rate",
      defaultValue = "1000",
      paramLabel = "N",
      description = "With --voice: calls a second whose CPU is measured (${DEFAULT-VALUE}).")
  int callRate;

  @Option(
      names = "--live-calls",
      defaultValue = "200",
      paramLabel = "N",
      description = "With --voice: calls that the trunk may have at once (${DEFAULT-VALUE}).")
  int liveCalls;

  @Option(
      names = "--portable",
      defaultValue = "1000,2000",
      split = ",",
      paramLabel = "N",
      description =
          "With --voice: calls at once with one system call per packet (${DEFAULT-VALUE}).")
  List<Integer> portable = List.of();

  @Option(
      names = "--batched",
      defaultValue = "2000,4000",
      split = ",",
      paramLabel = "N",
      description = "With --voice: calls at once with sendmmsg, on Linux (${DEFAULT-VALUE}).")
  List<Integer> batched = List.of();

  @Option(
      names = "--tones",
      description = "With --voice: keys come as tones in the sound, not by RFC 4733.")
  boolean tones;
}
