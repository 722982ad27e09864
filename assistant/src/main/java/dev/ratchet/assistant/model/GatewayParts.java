package dev.ratchet.assistant.model;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the generations of one gateway share. */
record GatewayParts(
    LmStudioConfig config,
    ModelSlots slots,
    ModelHealth health,
    List<ModelObserver> observers,
    Upstream upstream,
    Watchdog watchdog,
    Backoff backoff,
    Set<GenerationRun> running) {
  GatewayParts(
      LmStudioConfig config, ModelSlots slots, ModelHealth health, List<ModelObserver> observers) {
    this(
        config,
        slots,
        health,
        List.copyOf(observers),
        new Upstream(),
        new Watchdog(),
        new Backoff(new SecureRandom()),
        ConcurrentHashMap.newKeySet());
  }
}
