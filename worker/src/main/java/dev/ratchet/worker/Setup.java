package dev.ratchet.worker;

import dev.ratchet.platform.BuildId;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
import dev.ratchet.workflow.connection.TemporalConnection;
import dev.ratchet.workflow.connection.TemporalSetup;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the supervisor does for an embedded Temporal, as a process that ends; each of its two parts
 * may be run again at any time. "prepare" makes the namespace, sets its retention and adds the
 * search attributes: a worker does not start without. "promote" waits until a worker of this build
 * polls, and sends new runs to it.
 */
public final class Setup {
  /** A first start opens a database, makes its tables and tells every part of Temporal. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(Setup.class);

  private final TemporalSetup temporal;
  private final Duration patience;

  /**
   * @param patience how long each part may take
   */
  Setup(TemporalSetup temporal, Duration patience) {
    this.temporal = temporal;
    this.patience = patience;
  }

  public static void main(String[] args) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    Config config = Config.load(Config.dataFolder(environment), environment, Map.of());
    String namespace = config.text(Key.TEMPORAL_NAMESPACE);
    try (TemporalConnection temporal =
        TemporalConnection.of(config.text(Key.TEMPORAL_ADDRESS), namespace, "ratchet-setup")) {
      Setup setup = new Setup(new TemporalSetup(temporal, namespace), PATIENCE);
      switch (String.join(" ", args)) {
        case "prepare" -> setup.prepare();
        case "promote" -> setup.promote(BuildId.ofThisProcess());
        default -> throw new IllegalStateException("say prepare or promote");
      }
    } catch (IllegalStateException failed) {
      System.err.println("ratchet: " + failed.getMessage());
      System.exit(1);
    }
  }

  /**
   * @throws IllegalStateException when Temporal did not do it in time; the message says why
   */
  void prepare() throws InterruptedException {
    await("Temporal has not made the namespace", this::prepared);
    log.info("setup=prepared");
  }

  private boolean prepared() {
    temporal.makeNamespace();
    temporal.prepare();
    return true;
  }

  /**
   * @throws IllegalStateException when no worker of the build came in time
   */
  void promote(String build) throws InterruptedException {
    await(
        "no worker of build " + build + " polls",
        () -> temporal.makeCurrent(RatchetWorker.DEPLOYMENT, build));
    log.info("setup=promoted build={}", build);
  }

  private interface Step {
    boolean done();
  }

  private void await(String missing, Step step) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    String last = "";
    while (true) {
      try {
        if (step.done()) {
          return;
        }
      } catch (StatusRuntimeException notYet) {
        last = ": " + notYet.getStatus();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(missing + last);
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }
}
