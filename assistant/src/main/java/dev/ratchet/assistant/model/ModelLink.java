package dev.ratchet.assistant.model;

import dev.ratchet.platform.metric.MetricSeries;
import dev.ratchet.platform.metric.Metrics;
import java.util.List;
import java.util.function.Predicate;
import redis.clients.jedis.UnifiedJedis;

/** All that leads to one model server: its slots, its health, and the way to ask it. */
public final class ModelLink implements AutoCloseable {
  private final ParameterTuner tuner;
  private final ModelSlots slots;
  private final ModelHealth health;
  private final List<ModelObserver> observers;
  private final ModelGateway gateway;

  /**
   * @param redis through which all processes share the slots
   * @param tuned kinds of tasks whose parameters are chosen at the moment
   */
  public ModelLink(
      UnifiedJedis redis,
      LmStudioConfig config,
      Metrics metrics,
      MetricSeries series,
      Predicate<TaskKind> tuned) {
    this.tuner = new ParameterTuner(redis, config, tuned);
    this.slots = ModelSlots.shared(redis, config);
    this.health = new ModelHealth(config);
    this.observers =
        List.of(
            new ModelMetrics(metrics, config).with(slots, health), new GenerationSeries(series));
    this.gateway = new ModelGateway(config, slots, health, observers);
  }

  public ModelSlots slots() {
    return slots;
  }

  public ParameterTuner tuner() {
    return tuner;
  }

  public ModelHealth health() {
    return health;
  }

  /** Of each generation, besides the health. */
  public List<ModelObserver> observers() {
    return observers;
  }

  public ModelGateway gateway() {
    return gateway;
  }

  @Override
  public void close() {
    gateway.close();
    health.close();
    slots.close();
  }
}
