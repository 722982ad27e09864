package dev.ratchet.assistant.conversation;

import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
import java.time.Duration;

/**
 * @param promptTokens of all that the model is given before it answers
 * @param grace how long a turn goes on when nobody follows it
 */
public record ChatSettings(int promptTokens, Duration grace) {
  public static ChatSettings of(Config config) {
    return new ChatSettings(
        config.number(Key.CHAT_PROMPT_TOKENS),
        Duration.ofSeconds(config.number(Key.MODEL_KEEP_WAITING_SECONDS)));
  }
}
