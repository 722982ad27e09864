package dev.ratchet.api.openai;

import dev.ratchet.assistant.model.Generated;
import dev.ratchet.assistant.model.ModelHealth;
import dev.ratchet.assistant.model.ModelObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that leads to the model server.
 *
 * @param health null where nobody watches it
 * @param observers of each request, besides the health
 */
public record ModelAccess(
    ModelEndpoint endpoint,
    Slots slots,
    @Nullable ModelHealth health,
    List<ModelObserver> observers) {
  public ModelAccess {
    observers = List.copyOf(observers);
  }

  /** Returns when a request may be made; what becomes of it must then be told. */
  void requireWell() {
    if (health != null) {
      health
          .refusal()
          .ifPresent(
              failure -> {
                throw QueuedSlots.problem(failure);
              });
    }
  }

  void heard(Generated figures) {
    if (health != null) {
      health.generated(figures);
    }
    observers.forEach(observer -> observer.generated(figures));
  }
}
