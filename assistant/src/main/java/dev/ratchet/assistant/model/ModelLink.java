package dev.ratchet.assistant.model;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/** All that leads to one model server: its slots, its health, and the way to ask it. */
public final class ModelLink implements AutoCloseable {
  private final ModelSlots slots;
  private final ModelHealth health;
  private final ModelGateway gateway;

  /**
   * @param redis through which all processes share the slots
   */
  public ModelLink(UnifiedJedis redis, LmStudioConfig config, List<ModelObserver> observers) {
    this.slots = ModelSlots.shared(redis, config);
    this.health = new ModelHealth(config);
    this.gateway = new ModelGateway(config, slots, health, observers);
  }

  public ModelSlots slots() {
    return slots;
  }

  public ModelHealth health() {
    return health;
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
