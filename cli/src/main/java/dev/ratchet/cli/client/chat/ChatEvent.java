package dev.ratchet.cli.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.cli.client.Events.Event;
import dev.ratchet.cli.client.ExitCodes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the api tells while it answers. */
sealed interface ChatEvent {
  record InSession(String session, String turn) implements ChatEvent {}

  record Queued(int position, double expectedWaitSeconds) implements ChatEvent {}

  record Started() implements ChatEvent {}

  record Reasoning(String text) implements ChatEvent {}

  record Recalled(List<Memory> memories) implements ChatEvent {}

  record Text(String text) implements ChatEvent {}

  /**
   * @param confirm what a person is asked before it is done; empty when nothing is asked
   */
  record Tool(String name, String confirm) implements ChatEvent {}

  /** Nothing comes after it. */
  sealed interface Last extends ChatEvent {}

  /**
   * @param degraded for example "cached": how this is not what the model says now; null when it is
   */
  record Done(
      String finishReason,
      int promptTokens,
      int completionTokens,
      @Nullable String degraded,
      boolean partial)
      implements Last {}

  /**
   * @param retryAfterSeconds 0 when waiting would not help
   */
  record Failed(String kind, String message, long retryAfterSeconds, boolean partial)
      implements Last {
    boolean cancelled() {
      return kind.equalsIgnoreCase("cancelled");
    }

    int exitCode() {
      return switch (kind.toLowerCase(Locale.ROOT)) {
        case "cancelled" -> ExitCodes.STOPPED;
        case "unavailable" -> ExitCodes.UNREACHABLE;
        default -> ExitCodes.FAILED;
      };
    }
  }

  /** Empty for one that this client does not know: a newer api may tell more. */
  static Optional<ChatEvent> of(Event event) {
    JsonNode data = event.data();
    return Optional.ofNullable(
        switch (event.type()) {
          case "session" -> new InSession(text(data, "session"), text(data, "turn"));
          case "queued" ->
              new Queued(
                  data.path("position").asInt(), data.path("expectedWaitSeconds").asDouble());
          case "started" -> new Started();
          case "reasoning" -> new Reasoning(text(data, "text"));
          case "recalled" -> new Recalled(memories(data.path("memories")));
          case "text" -> new Text(text(data, "text"));
          case "tool" -> new Tool(text(data, "name"), confirm(data.path("confirm")));
          case "done" -> done(data);
          case "error" ->
              new Failed(
                  text(data, "kind"),
                  text(data, "message"),
                  (long) Math.ceil(data.path("retryAfterSeconds").asDouble()),
                  data.path("partial").asBoolean());
          default -> null;
        });
  }

  private static Done done(JsonNode data) {
    JsonNode degraded = data.path("degraded");
    return new Done(
        text(data, "finishReason"),
        data.at("/usage/promptTokens").asInt(),
        data.at("/usage/completionTokens").asInt(),
        degraded.isTextual() ? degraded.asText() : null,
        data.path("partial").asBoolean());
  }

  static List<Memory> memories(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(Memory::of).toList();
  }

  private static String confirm(JsonNode confirm) {
    return confirm.isTextual() ? confirm.asText() : confirm.asBoolean() ? "go on?" : "";
  }

  private static String text(JsonNode data, String name) {
    return data.path(name).asText("");
  }
}
