package io.strowger.gateway.health;

import java.util.Map;

/**
 * How silence is looked for, and what is done about it.
 *
 * @param standbyShare of the traffic for each healthy carrier that would get none by its rank, 0 to
 *     1: what keeps its usual success known
 * @param operators names of operators by prefix; elsewhere the first digits stand for the operator
 */
public record DetectionSettings(Mode mode, double standbyShare, Map<String, String> operators) {
  /** How far verdicts go. */
  public enum Mode {
    /** Nothing is judged. */
    OFF,
    /** Judged, shown and told, and routes are chosen as if nothing was. */
    SHADOW,
    /** Judged and acted upon. */
    ACT
  }

  public static final DetectionSettings DEFAULT = new DetectionSettings(Mode.ACT, 0.02, Map.of());

  public DetectionSettings {
    operators = Map.copyOf(operators);
  }
}
