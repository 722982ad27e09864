package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts all sandboxes of this process from one platform thread that never ends: the kernel's
 * parent-death signal follows the thread, and a finished virtual thread's carrier retires after 30
 * s and would take the build with it.
 */
final class Starter {
  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sandbox-starter").factory());

  private Starter() {}

  static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    Future<Process> starting = THREAD.submit(builder::start);
    try {
      return starting.get();
    } catch (InterruptedException e) {
      endWhenStarted(starting);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("cannot start " + builder.command().getFirst(), e.getCause());
    }
  }

  /** A start cannot be called back: what it makes is ended before anyone else could know it. */
  private static void endWhenStarted(Future<Process> starting) {
    while (true) {
      try {
        starting.get().destroyForcibly();
        return;
      } catch (InterruptedException again) {
        // The caller is about to be told of an interrupt anyway.
      } catch (ExecutionException neverStarted) {
        return;
      }
    }
  }
}
