package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Remembers how it went in the queue. */
final class Queued implements QueueListener {
  private final CompletableFuture<Slot> slot = new CompletableFuture<>();
  private final CompletableFuture<ModelFailure> refusal = new CompletableFuture<>();
  private final List<Integer> positions = new CopyOnWriteArrayList<>();

  static Queued enter(ModelSlots slots, Lane lane, String user) {
    Queued queued = new Queued();
    slots.enter(lane, user, queued);
    return queued;
  }

  @Override
  public void waiting(int position, Duration expectedWait) {
    positions.add(position);
  }

  @Override
  public void admitted(Slot given) {
    slot.complete(given);
  }

  @Override
  public void refused(ModelFailure failure) {
    refusal.complete(failure);
  }

  boolean in() {
    return slot.isDone();
  }

  List<Integer> positions() {
    return positions;
  }

  Slot slot() {
    return slot(Duration.ofSeconds(10));
  }

  Slot slot(Duration longest) {
    try {
      return slot.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("not admitted", e);
    }
  }

  boolean refused() {
    return refusal.isDone();
  }

  ModelFailure refusal() {
    return refusal.join();
  }
}
