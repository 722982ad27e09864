package dev.ratchet.assistant.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.time.Duration;

/** Answers by a model. Thread-safe. */
@FunctionalInterface
public interface ModelAccess {
  /** For an installation without a model. */
  ModelAccess NONE =
      (request, origin, listener) -> {
        listener.failed(
            new ModelFailure(
                ModelFailure.Kind.UNAVAILABLE,
                "no model server is in use: see ratchet model list",
                Duration.ZERO),
            false);
        return () -> {};
      };

  /**
   * Starts a generation and returns at once; the listener hears of it.
   *
   * @param request parameters that it leaves out are the configuration's
   */
  Generation generate(ChatRequest request, Origin origin, GenerationListener listener);
}
