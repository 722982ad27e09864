package dev.ratchet.cli.model;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounds what has no time-out of its own, such as looking up a name. */
final class Deadline {
  private Deadline() {}

  /**
   * Runs a task in a thread of its own, which is left alone when the time is over.
   *
   * @throws IOException the task's, or that there was no answer in time
   */
  static <T> T within(Duration limit, Callable<T> task) throws IOException, InterruptedException {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofPlatform().daemon().name("model-deadline").start(future);
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new IOException("no answer within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }
}
