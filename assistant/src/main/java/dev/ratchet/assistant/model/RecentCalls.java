package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** The last calls of the model server, for latency and error rate. Thread-safe. */
final class RecentCalls {
  private static final int MOST = 100;

  /** What is older says nothing about now. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private record Call(long nanos, Generated figures) {}

  private final Deque<Call> calls = new ArrayDeque<>();

  synchronized void add(Generated figures) {
    calls.addLast(new Call(System.nanoTime(), figures));
    if (calls.size() > MOST) {
      calls.removeFirst();
    }
  }

  private synchronized List<Generated> recent() {
    long now = System.nanoTime();
    return calls.stream()
        .filter(call -> now - call.nanos() < LONGEST.toNanos())
        .map(Call::figures)
        .toList();
  }

  int count() {
    return recent().size();
  }

  /** From 0 to 1; 0 when there were no calls. */
  double errorRate() {
    List<Generated> all = recent();
    return all.isEmpty()
        ? 0
        : (double) all.stream().filter(Generated::serverFailed).count() / all.size();
  }

  /** Zero when there was no answer. */
  Duration median(Function<Generated, Duration> figure) {
    List<Duration> sorted = recent().stream().filter(Generated::well).map(figure).sorted().toList();
    return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
  }
}
