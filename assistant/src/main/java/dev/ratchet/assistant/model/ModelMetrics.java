package dev.ratchet.assistant.model;

import dev.ratchet.platform.metric.Metrics;
import java.util.Locale;

/** Puts the figures of the model into a process's metrics. Thread-safe. */
public final class ModelMetrics implements ModelObserver {
  /** From what a big model on a processor writes to what a small one on a card does. */
  private static final double[] SPEEDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000};

  private final Metrics metrics;
  private final String model;

  public ModelMetrics(Metrics metrics, LmStudioConfig config) {
    this.metrics = metrics;
    this.model = config.model();
  }

  /** What is read when somebody looks. */
  public ModelMetrics with(ModelSlots slots, ModelHealth health) {
    for (Lane lane : Lane.values()) {
      metrics.gauge(
          "ratchet.model.waiting",
          "Requests of this process that wait for the model.",
          "lane",
          name(lane),
          () -> slots.waiting(lane));
    }
    metrics.gauge(
        "ratchet.model.busy", "Requests of this process that the model works on.", slots::busy);
    metrics.gauge("ratchet.model.slots", "Slots that this process has leased.", slots::held);
    metrics.gauge(
        "ratchet.model.slots.shared",
        "1 while the slots are shared through Redis.",
        () -> slots.shared() ? 1 : 0);
    metrics.gauge(
        "ratchet.model.up",
        "1 when the model server answers, 0.5 when a good part of the requests fails, else 0.",
        () -> value(health.status().state()));
    metrics.gauge(
        "ratchet.model.error.rate",
        "Part of the last requests that the model server failed.",
        () -> health.status().errorRate());
    metrics.gauge(
        "ratchet.model.breaker.open",
        "1 while no request is let through to the model server.",
        () -> health.status().breaker() == CircuitBreaker.State.OPEN ? 1 : 0);
    return this;
  }

  private static double value(ModelHealth.State state) {
    return switch (state) {
      case UP -> 1;
      case DEGRADED -> 0.5;
      case DOWN, UNKNOWN -> 0;
    };
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void generated(Generated figures) {
    // A caller may name any model; a label may not have any value.
    String asked = figures.model().equals(model) ? model : "other";
    String[] tags = {"model", asked, "agent", figures.agent()};
    metrics.time("ratchet.model.queue", "Time until a request had a slot.", figures.queued(), tags);
    if (!figures.firstToken().isZero()) {
      metrics.time(
          "ratchet.model.first.token",
          "Time from the slot to the first token.",
          figures.firstToken(),
          tags);
    }
    if (figures.failure() == null) {
      metrics.time("ratchet.model.answer", "Time from the slot to the end.", figures.total(), tags);
    } else {
      metrics.count(
          "ratchet.model.failures",
          "Generations that failed.",
          "model",
          asked,
          "agent",
          figures.agent(),
          "kind",
          name(figures.failure()));
    }
    figures
        .tokensPerSecond()
        .ifPresent(
            speed ->
                metrics.observe(
                    "ratchet.model.tokens.per.second",
                    "Tokens a second after the first.",
                    speed,
                    SPEEDS,
                    tags));
  }
}
