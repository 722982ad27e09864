package dev.ratchet.api.openai;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends calls that take too long. One thread looks at all of them, for a timer of each would be set
 * anew with every token. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
  /** Fine enough for limits of seconds. */
  private static final Duration STEP = Duration.ofMillis(100);

  private final Set<ModelCall> calls = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("deadlines").unstarted(this::look);

  Deadlines() {
    thread.start();
  }

  void watch(ModelCall call) {
    calls.add(call);
  }

  void forget(ModelCall call) {
    calls.remove(call);
  }

  private void look() {
    try {
      while (true) {
        Thread.sleep(STEP);
        long now = System.nanoTime();
        for (ModelCall call : calls) {
          long deadline = call.deadline();
          if (deadline != Long.MAX_VALUE && now - deadline > 0) {
            call.end(ModelCall.End.TOO_SLOW);
          }
        }
      }
    } catch (InterruptedException closed) {
      calls.forEach(call -> call.end(ModelCall.End.STOPPING));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
