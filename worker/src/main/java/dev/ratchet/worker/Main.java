package dev.ratchet.worker;

import dev.ratchet.platform.BuildId;
import dev.ratchet.platform.config.Config;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The worker as a process: works until it is told to end. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    Config config = Config.load(Config.dataFolder(environment), environment, Map.of());
    RatchetWorker worker = RatchetWorker.start(config, BuildId.ofThisProcess());
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  worker.close();
                  end.countDown();
                },
                "shutdown"));
    end.await();
  }
}
