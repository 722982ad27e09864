package dev.ratchet.assistant.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.security.SecureRandom;

/**
 * Answers through the model server: waits for a slot, tries again before the first token, cleans
 * what comes. Thread-safe.
 */
public final class ModelGateway implements AutoCloseable {
  private final GatewayParts parts;

  /**
   * @param slots those of the server; the caller closes them
   */
  public ModelGateway(LmStudioConfig config, ModelSlots slots) {
    this.parts =
        new GatewayParts(
            config, slots, new Upstream(), new Watchdog(), new Backoff(new SecureRandom()));
  }

  /**
   * Starts a generation and returns at once.
   *
   * @param request parameters that it leaves out are the configuration's
   * @param user in whose turn it waits
   */
  public Generation generate(
      ChatRequest request, Lane lane, String user, GenerationListener listener) {
    GenerationRun run = new GenerationRun(parts, request, listener);
    run.enter(lane, user);
    return run;
  }

  /** Ends the generations under way. */
  @Override
  public void close() {
    parts.watchdog().close();
    parts.upstream().close();
  }
}
