package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
    try {
      return THREAD.submit(builder::start).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("cannot start " + builder.command().getFirst(), e.getCause());
    }
  }
}
