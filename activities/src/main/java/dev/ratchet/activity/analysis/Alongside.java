package dev.ratchet.activity.analysis;

import dev.ratchet.activity.Progress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs what cannot report by itself, and reports once a second while it runs. */
final class Alongside {
  private Alongside() {}

  /**
   * When the step is to end, this returns at once; what runs comes to its end unheard, so it must
   * be short and without effects.
   */
  static <T> T run(Supplier<T> work, Progress progress, String message, Map<String, String> figures)
      throws InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("analysis")
        .start(
            () -> {
              try {
                result.complete(work.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    while (true) {
      progress.report(message, figures);
      try {
        return result.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException running) {
        // Report again.
      } catch (ExecutionException e) {
        throw new IllegalStateException("the analysis failed", e.getCause());
      }
    }
  }
}
