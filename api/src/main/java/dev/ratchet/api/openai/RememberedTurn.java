package dev.ratchet.api.openai;

import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.memory.NotStoredException;
import dev.ratchet.assistant.memory.Turn;
import java.time.Instant;
import java.util.Map;

/** A turn of a session that is being answered. For one thread. */
final class RememberedTurn {
  private final SessionMemory memory;
  private final String user;
  private final String session;
  private final String id;
  private final String question;
  private final Instant asked;
  private final byte[] body;
  private boolean saved;

  RememberedTurn(
      SessionMemory memory,
      String user,
      String session,
      String id,
      String question,
      Instant asked,
      byte[] body) {
    this.memory = memory;
    this.user = user;
    this.session = session;
    this.id = id;
    this.question = question;
    this.asked = asked;
    this.body = body;
  }

  /** The request with what the model has to know of the session. */
  byte[] body() {
    return body;
  }

  /**
   * Keeps the turn, once; returns when Redis has it. An answer without text, as a call of a tool,
   * is not kept.
   *
   * @param partial whether the answer broke off
   */
  void save(String answer, String model, boolean partial) {
    if (saved || answer.isBlank()) {
      return;
    }
    saved = true;
    Map<String, String> facts =
        partial ? Map.of("model", model, "partial", "true") : Map.of("model", model);
    try {
      memory
          .conversations()
          .addTurn(
              user,
              session,
              Turn.of(id, session, question, asked, answer, memory.clock().instant(), facts));
    } catch (NotStoredException full) {
      throw ProblemException.conflict("memory-full", String.valueOf(full.getMessage()));
    }
  }
}
