package dev.ratchet.worker;

import dev.ratchet.platform.control.Latch;
import dev.ratchet.workflow.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether this worker may start and apply anything. The emergency stop is engaged if the
 * latch or Temporal says so, and released only when both were read and neither does. While Temporal
 * cannot be read nothing is admitted either, and after {@link #PATIENCE} what runs is killed.
 * Thread-safe; {@link #look} is called by one thread.
 */
final class EmergencyGuard {
  /**
   * Long enough for a restart of Temporal, short enough that a cut-off worker does not go on
   * unseen.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(EmergencyGuard.class);

  private final Latch latch;
  private final StopRecord record;
  private final Consumer<String> kill;
  private final InstantSource clock;
  private volatile State state;

  /**
   * @param kill ends everything that runs in a sandbox, for the given reason; called on every look
   *     while the stop is engaged, so that what slipped through a moment ago ends too
   */
  EmergencyGuard(Latch latch, StopRecord record, Consumer<String> kill, InstantSource clock) {
    this.latch = latch;
    this.record = record;
    this.kill = kill;
    this.clock = clock;
    this.state = new State.Unknown(clock.instant());
  }

  /** The part of Temporal that knows of the emergency stop. */
  interface StopRecord {
    /**
     * Whether the emergency stop's workflow is open.
     *
     * @throws RuntimeException when Temporal cannot be read
     */
    boolean engaged();

    /**
     * Starts the workflow for a latch that it does not know of yet; nothing happens when it is
     * open.
     */
    void engage(Latch.Order order);
  }

  sealed interface State {
    /** Both sources were read, and neither says stop. */
    record Clear() implements State {}

    /**
     * @param latched the latch's order; null when only Temporal says stop
     */
    record Engaged(Latch.@Nullable Order latched) implements State {}

    /** Temporal could not be read since then. */
    record Unknown(Instant since) implements State {}
  }

  State state() {
    return state;
  }

  /** The id of the latch's order that this worker obeys, if it does. */
  Optional<String> obeys() {
    return state instanceof State.Engaged(Latch.Order order) && order != null
        ? Optional.of(order.id())
        : Optional.empty();
  }

  /** Reads the latch alone; quick, so that a stop by file is obeyed at once. */
  void glance() {
    latch.read().ifPresent(order -> engage(new State.Engaged(order)));
  }

  /** Reads both sources. */
  void look() {
    Optional<Latch.Order> order = latch.read();
    order.ifPresent(latched -> engage(new State.Engaged(latched)));
    boolean engaged;
    try {
      engaged = record.engaged();
      if (order.isPresent() && !engaged) {
        record.engage(order.get());
      }
    } catch (RuntimeException unreadable) {
      if (order.isEmpty()) {
        lose(unreadable);
      }
      return;
    }
    if (engaged && order.isEmpty()) {
      engage(new State.Engaged(null));
    } else if (order.isEmpty()) {
      clear();
    }
  }

  private void engage(State.Engaged engaged) {
    State before = state;
    state = engaged;
    kill.accept("emergency stop");
    if (!(before instanceof State.Engaged)) {
      log.warn("emergency-stop=engaged by={}", by(engaged.latched()));
    }
  }

  private static String by(Latch.@Nullable Order order) {
    return order == null ? "temporal" : order.by();
  }

  private void lose(RuntimeException unreadable) {
    // An engaged stop stays engaged until it was seen to be released.
    if (state instanceof State.Engaged) {
      return;
    }
    Instant since = state instanceof State.Unknown(Instant earlier) ? earlier : clock.instant();
    if (!(state instanceof State.Unknown)) {
      log.warn("temporal=unreadable nothing-starts=true cause={}", unreadable.toString());
    }
    state = new State.Unknown(since);
    if (clock.instant().isAfter(since.plus(PATIENCE))) {
      kill.accept("Temporal could not be read for " + PATIENCE.toSeconds() + " s");
    }
  }

  private void clear() {
    if (!(state instanceof State.Clear)) {
      log.info("emergency-stop=released");
    }
    state = new State.Clear();
  }

  /**
   * Called before anything starts or is applied.
   *
   * @throws ApplicationFailure retryable, while the stop is engaged or may be
   */
  void admit() {
    glance();
    switch (state) {
      case State.Clear ignored -> {}
      case State.Engaged engaged -> throw refusal("the emergency stop is engaged");
      case State.Unknown unknown -> throw refusal("Temporal cannot be read, so nothing is started");
    }
  }

  /**
   * Called while something runs: it may go on while Temporal is restarted, but not against a stop.
   *
   * @throws ApplicationFailure retryable, while the stop is engaged
   */
  void proceed() {
    if (state instanceof State.Engaged) {
      throw refusal("the emergency stop is engaged");
    }
  }

  static ApplicationFailure refusal(String message) {
    return ApplicationFailure.newBuilder()
        .setMessage(message)
        .setType(Failures.EMERGENCY_STOP)
        .setNextRetryDelay(Duration.ofSeconds(1))
        .build();
  }
}
