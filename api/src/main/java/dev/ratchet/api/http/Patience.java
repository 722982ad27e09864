package dev.ratchet.api.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for what a worker has to answer, but not for ever. */
public final class Patience {
  private Patience() {}

  /**
   * @throws ProblemException 503 when there was no answer in time; what was asked may still happen
   */
  public static <T> T atMost(Duration limit, Supplier<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            answer.complete(call.get());
          } catch (RuntimeException | Error failure) {
            answer.completeExceptionally(failure);
          }
        });
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw ProblemException.unavailable(
          "no-worker",
          "no worker answered within %d s: see whether one runs (ratchet status)"
              .formatted(limit.toSeconds()));
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("stopping", "the server is being stopped");
    }
  }
}
