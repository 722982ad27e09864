package dev.ratchet.assistant.memory;

import dev.ratchet.domain.Message;
import java.time.Instant;

/**
 * A memory that fits a question.
 *
 * @param text of the turn it comes from
 * @param score of the fused search, from 0 to 1
 * @param why for a person, for example "same words (rename, branch), 0.71; similar meaning, 0.55"
 */
public record Recalled(
    String turnId,
    String sessionId,
    Message.Role role,
    String text,
    Instant when,
    double score,
    String why) {}
