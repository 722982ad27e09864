package dev.ratchet.assistant.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;

/**
 * Answers through the model server: waits for a slot, tries again before the first token, cleans
 * what comes. Thread-safe.
 */
public final class ModelGateway implements ModelAccess, AutoCloseable {
  private final GatewayParts parts;

  /**
   * @param slots those of the server; the caller closes them, and the health
   * @param observers of each generation, besides the health
   */
  public ModelGateway(
      LmStudioConfig config, ModelSlots slots, ModelHealth health, List<ModelObserver> observers) {
    this.parts = new GatewayParts(config, slots, health, observers);
  }

  /**
   * Starts a generation of the agent "assistant" and returns at once.
   *
   * @param request parameters that it leaves out are the configuration's
   * @param user in whose turn it waits
   */
  public Generation generate(
      ChatRequest request, Lane lane, String user, GenerationListener listener) {
    return generate(request, new Origin(lane, user, "assistant"), listener);
  }

  @Override
  public Generation generate(ChatRequest request, Origin origin, GenerationListener listener) {
    GenerationRun run = new GenerationRun(parts, request, origin, listener);
    run.enter();
    return run;
  }

  /** Ends the generations under way. */
  @Override
  public void close() {
    parts.running().forEach(GenerationRun::stop);
    parts.watchdog().close();
    parts.upstream().close();
  }
}
