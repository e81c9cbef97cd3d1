package io.strowger.gateway.canary;

import java.util.List;

/** The canaries as they stand. */
public record CanaryReport(List<OwnNumber> numbers, List<Carrier> carriers) {
  public static final CanaryReport NONE = new CanaryReport(List.of(), List.of());

  public CanaryReport {
    numbers = List.copyOf(numbers);
    carriers = List.copyOf(carriers);
  }

  /** Whether a number answers. */
  public enum Standing {
    /** Nothing was due back yet. */
    UNTRIED,
    /** The last canaries came back, over one carrier or another. */
    ANSWERS,
    /** Nothing ever came back, over any carrier, since this process started. */
    NEVER_ANSWERED,
    /** It did answer, and does not any more, over any carrier. */
    SILENT
  }

  /**
   * @param masked never the whole number
   * @param missing canaries not back since the last one that was
   * @param missingOver the carriers of these
   * @param returnedMillis when the last one came back; 0 for never
   * @param silentSinceMillis when the first of the missing ones was sent; 0 while none is missing
   */
  public record OwnNumber(
      String id,
      String masked,
      String returnsBy,
      Standing standing,
      int missing,
      List<String> missingOver,
      long returnedMillis,
      long silentSinceMillis) {}

  /**
   * Counts since the start of this process.
   *
   * @param unproven not back, without proof that the number answered at that time
   * @param notTaken the carrier refused them, or they could not be sent
   * @param returnedMillis when the last one came back; 0 for never
   * @param roundTripMillis of that one
   * @param intervalMillis between two, as of now
   */
  public record Carrier(
      String carrier,
      long sent,
      long returned,
      long lost,
      long unproven,
      long notTaken,
      long returnedMillis,
      long roundTripMillis,
      long intervalMillis) {}
}
