package dev.ratchet.assistant.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the model server does: from what becomes of the requests, and from probes that cost it
 * nothing, made only when nothing was heard of it for a while or something failed. Thread-safe.
 */
public final class ModelHealth implements ModelObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelHealth.class);

  /** A server that came back is used again after about as long. */
  private static final Duration PERIOD = Duration.ofSeconds(3);

  /** Longer than a pause between two questions, short enough for a status that is looked at. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private static final double MUCH = 0.2;

  private final HealthProbe probe;
  private final CircuitBreaker breaker = new CircuitBreaker(System::nanoTime);
  private final RecentCalls calls = new RecentCalls();
  private final Duration period;
  private final Thread thread;
  private volatile Heard last =
      new Heard(
          false, List.of(), "not asked yet", Instant.EPOCH, System.nanoTime() - IDLE.toNanos());
  private volatile boolean failing = true;

  /** What was heard of the server last, by a probe or by an answer. */
  private record Heard(
      boolean answers, List<String> models, String message, Instant when, long nanos) {}

  /** In one word. */
  public enum State {
    /** Nothing was heard yet. */
    UNKNOWN,
    UP,
    /** It answers, but a good part of the requests fails. */
    DEGRADED,
    DOWN
  }

  /**
   * For a person and for probes.
   *
   * @param models as the server lists them
   * @param errorRate of the last calls, from 0 to 1
   * @param firstToken median of the last answers; zero when there were none
   * @param message what was wrong last, or that it answers
   * @param asOf when something was heard last; the epoch for never
   */
  public record Status(
      State state,
      CircuitBreaker.State breaker,
      List<String> models,
      double errorRate,
      Duration firstToken,
      Duration total,
      String message,
      Instant asOf) {}

  public ModelHealth(LmStudioConfig config) {
    this(config, PERIOD);
  }

  ModelHealth(LmStudioConfig config, Duration period) {
    this.probe = new HealthProbe(config);
    this.period = period;
    this.thread = Thread.ofVirtual().name("model-health").start(this::watch);
  }

  /**
   * Why no request should be made now; empty when one may be made, whose end must then be told to
   * {@link #generated}.
   */
  public Optional<ModelFailure> refusal() {
    if (breaker.allows()) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelFailure(
            ModelFailure.Kind.UNAVAILABLE,
            "the model server is not well, and gets a pause: " + last.message(),
            breaker.retryAfter()));
  }

  @Override
  public void generated(Generated figures) {
    if (figures.tries() > 0) {
      calls.add(figures);
    }
    if (figures.well()) {
      breaker.succeeded();
      heard(true, last.models(), "answers");
      failing = false;
    } else if (figures.serverFailed()) {
      breaker.failed();
      heard(last.answers(), last.models(), "the last request failed: " + figures.failure());
      failing = true;
    } else {
      breaker.undecided();
    }
  }

  private void heard(boolean answers, List<String> models, String message) {
    last = new Heard(answers, models, message, Instant.now(), System.nanoTime());
  }

  private void watch() {
    try {
      while (true) {
        if (failing || System.nanoTime() - last.nanos() > IDLE.toNanos()) {
          probe();
        }
        Thread.sleep(period);
      }
    } catch (InterruptedException closing) {
      // Closed.
    }
  }

  /** Asks the server now. */
  public HealthProbe.Result probe() {
    HealthProbe.Result result = probe.ask();
    if (result.answers() != last.answers()) {
      LOG.info("event=model-server answers={} message=\"{}\"", result.answers(), result.message());
    }
    heard(result.answers(), result.models(), result.message());
    if (result.answers()) {
      breaker.answersAgain();
      failing = breaker.state() != CircuitBreaker.State.CLOSED;
    } else {
      failing = true;
    }
    return result;
  }

  public Status status() {
    Heard heard = last;
    return new Status(
        state(heard),
        breaker.state(),
        heard.models(),
        calls.errorRate(),
        calls.median(Generated::firstToken),
        calls.median(Generated::total),
        heard.message(),
        heard.when());
  }

  private State state(Heard heard) {
    if (heard.when().equals(Instant.EPOCH)) {
      return State.UNKNOWN;
    }
    if (!heard.answers() || breaker.state() == CircuitBreaker.State.OPEN) {
      return State.DOWN;
    }
    return breaker.state() == CircuitBreaker.State.HALF_OPEN || calls.errorRate() > MUCH
        ? State.DEGRADED
        : State.UP;
  }

  @Override
  public void close() {
    thread.interrupt();
    probe.close();
  }
}
