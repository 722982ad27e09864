package dev.ratchet.assistant.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.security.SecureRandom;

/**
 * Answers through the model server: waits for a slot, tries again before the first token, cleans
 * what comes. Thread-safe.
 */
public final class ModelGateway implements AutoCloseable {
  private final GatewayParts parts;

  public ModelGateway(LmStudioConfig config) {
    this.parts =
        new GatewayParts(config, new Upstream(), new Watchdog(), new Backoff(new SecureRandom()));
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
    Thread.ofVirtual().name("generation").start(run);
    return run;
  }

  /** Ends the generations under way. */
  @Override
  public void close() {
    parts.watchdog().close();
    parts.upstream().close();
  }
}
