package dev.ratchet.assistant.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.assistant.memory.Recalled;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happens during a turn, as its followers are told. The last is Done or Failure. */
public sealed interface ChatEvent {
  /** The turn has begun, or was found. */
  record Session(String session, String turn) implements ChatEvent {}

  /** It waits for the model. */
  record Queued(int position, long expectedWaitSeconds) implements ChatEvent {}

  /** The model has the question. */
  record Started() implements ChatEvent {}

  /** A piece of what the model thinks; only for those who ask for it. */
  record Reasoning(String text) implements ChatEvent {}

  /** What was recalled for this answer, and why. */
  record Remembered(List<Memory> memories) implements ChatEvent {
    static Remembered of(List<Recalled> recalled) {
      return new Remembered(recalled.stream().map(Memory::of).toList());
    }
  }

  /** A piece of the answer. */
  record Text(String text) implements ChatEvent {}

  /**
   * The agent uses a tool.
   *
   * @param confirm what would happen, when the person has to agree first; else null
   * @param action what the person agrees to, for the field "confirm" of the next turn; else null
   */
  record Tool(String name, @Nullable String confirm, @Nullable String action)
      implements ChatEvent {}

  /**
   * @param degraded "cached" when the answer is an earlier one; else null
   * @param flagged names of the filter's rules that marked the question or the answer
   */
  record Done(String finishReason, Usage usage, @Nullable String degraded, List<String> flagged)
      implements ChatEvent {}

  /**
   * There is no whole answer.
   *
   * @param kind for programs, for example "timeout"
   * @param partial whether the text so far is kept
   */
  record Failure(String kind, String message, long retryAfterSeconds, boolean partial)
      implements ChatEvent {}

  /** Tokens as the model server counted them; 0 when it did not. */
  record Usage(int promptTokens, int completionTokens) {
    public static final Usage NONE = new Usage(0, 0);
  }

  /** One memory as it is told. */
  record Memory(String turn, String session, String when, String text, String why, double score) {
    static Memory of(Recalled recalled) {
      return new Memory(
          recalled.turnId(),
          recalled.sessionId(),
          recalled.when().toString(),
          recalled.text(),
          recalled.why(),
          recalled.score());
    }
  }

  /** As in the field "event" of a server-sent event. */
  default String type() {
    return switch (this) {
      case Remembered remembered -> "recalled";
      case Failure failure -> "error";
      default -> getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }

  default boolean last() {
    return this instanceof Done || this instanceof Failure;
  }

  /** One line of JSON. */
  default String json() {
    return Codec.write(this);
  }

  /** Keeps Jackson out of the interface. */
  final class Codec {
    private static final JsonMapper JSON =
        JsonMapper.builder()
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private Codec() {}

    static String write(Object plain) {
      try {
        return JSON.writeValueAsString(plain);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("an event is plain data", e);
      }
    }

    static JsonNode tree(String json) {
      try {
        return JSON.readTree(json);
      } catch (JsonProcessingException damaged) {
        return JSON.createObjectNode();
      }
    }
  }
}
