package io.strowger.smpp.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our requests that wait for an answer, keyed by sequence number; immutable. Requests get rising
 * numbers and equal patience, so the oldest is always the next to expire.
 *
 * @param oldest sequence number of the oldest request, meaningless when there is none
 * @param answeredSentAtMillis when the latest-sent of the answered requests was sent
 */
public record Window(SequenceMap<Window.Request> requests, int oldest, long answeredSentAtMillis) {
  public static final Window EMPTY = new Window(SequenceMap.empty(), 1, Long.MIN_VALUE);

  /** One of them; the handle is its owner's. */
  public record Request(int sequenceNumber, Object handle, long sentAtMillis) {}

  public int size() {
    return requests.size();
  }

  public @Nullable Request find(int sequenceNumber) {
    return requests.get(sequenceNumber);
  }

  public @Nullable Request oldestRequest() {
    return requests.isEmpty() ? null : requests.get(oldest);
  }

  public Window with(Request request) {
    return new Window(
        requests.with(request.sequenceNumber(), request),
        requests.isEmpty() ? request.sequenceNumber() : oldest,
        answeredSentAtMillis);
  }

  public Window answered(Request request) {
    return without(request, Math.max(answeredSentAtMillis, request.sentAtMillis()));
  }

  public Window expired(Request request) {
    return without(request, answeredSentAtMillis);
  }

  private Window without(Request request, long answeredSentAt) {
    SequenceMap<Request> rest = requests.without(request.sequenceNumber());
    int first = oldest;
    // The pointer only ever moves forward, so this costs O(1) for each request in the long run.
    while (!rest.isEmpty() && rest.get(first) == null) {
      first = Sequence.after(first);
    }
    return new Window(rest, first, answeredSentAt);
  }

  /** All handles, oldest request first. */
  public List<Object> handles() {
    List<Request> all = new ArrayList<>(size());
    requests.forEach(all::add);
    // Numbers below the oldest have wrapped around and are the youngest.
    all.sort(
        Comparator.comparing((Request request) -> request.sequenceNumber() < oldest)
            .thenComparingInt(Request::sequenceNumber));
    return all.stream().map(Request::handle).toList();
  }
}
