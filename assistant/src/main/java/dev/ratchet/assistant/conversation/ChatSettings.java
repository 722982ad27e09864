package dev.ratchet.assistant.conversation;

import java.time.Duration;

/**
 * @param promptTokens of all that the model is given before it answers
 * @param grace how long a turn goes on when nobody follows it
 */
public record ChatSettings(int promptTokens, Duration grace) {}
