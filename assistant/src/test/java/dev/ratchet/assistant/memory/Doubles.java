package dev.ratchet.assistant.memory;

import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/** Small stand-ins for what other packages give. */
final class Doubles {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final DataFence FENCE = (name, text) -> "<" + name + ">\n" + text + "\n</" + name + ">";
  static final Judge LENIENT = judge("1", text -> false);

  private Doubles() {}

  static FilterDecision allow() {
    return new FilterDecision.Allow();
  }

  static Judge judge(String version, Predicate<String> blocks) {
    return new Judge() {
      @Override
      public String version() {
        return version;
      }

      @Override
      public FilterDecision judge(Message.Role role, String text) {
        return blocks.test(text)
            ? new FilterDecision.Block("test-rule", "It is not allowed.", "Ask your administrator.")
            : new FilterDecision.Allow();
      }
    };
  }

  static Turn turn(String id, String sessionId, String question, String answer) {
    return turn(id, sessionId, question, answer, NOW);
  }

  static Turn turn(String id, String sessionId, String question, String answer, Instant when) {
    return Turn.of(
        id, sessionId, question, when, answer, when.plusSeconds(2), Map.of("model", "test"));
  }
}
