package dev.ratchet.faiss;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for the rebuilds of all stores, which ends when there is nothing to do: a platform
 * thread, because native code holds a virtual one's carrier.
 */
final class BackgroundThread {
  static final Executor EXECUTOR = executor();

  private BackgroundThread() {}

  private static Executor executor() {
    // A store waits here at most once, so the queue is as long as there are stores.
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("faiss-rebuild").factory());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
