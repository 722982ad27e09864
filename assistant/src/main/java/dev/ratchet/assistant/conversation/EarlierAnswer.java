package dev.ratchet.assistant.conversation;

import dev.ratchet.assistant.memory.RecallFilter;
import dev.ratchet.assistant.memory.Recalled;
import dev.ratchet.assistant.memory.Turn;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds an earlier answer of the same user to an equal question, for when the model is gone. Only a
 * whole answer of the model counts, and only to the same words: whether two questions that sound
 * alike have the same answer is not for a machine without a model to say.
 */
final class EarlierAnswer {
  private static final int CANDIDATES = 8;

  private final ChatParts parts;

  EarlierAnswer(ChatParts parts) {
    this.parts = parts;
  }

  Optional<Turn> find(String userId, String question) {
    String words = words(question);
    for (Recalled recalled :
        parts.recall().recall(userId, question, RecallFilter.ALL, CANDIDATES)) {
      Optional<Turn> turn =
          parts
              .conversations()
              .turn(userId, recalled.sessionId(), recalled.turnId())
              .filter(it -> words(it.question().content()).equals(words))
              .filter(TurnRecord::whole);
      if (turn.isPresent()) {
        return turn;
      }
    }
    return Optional.empty();
  }

  private static String words(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }
}
