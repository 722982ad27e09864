package dev.ratchet.assistant.memory;

import dev.ratchet.domain.Message;

/**
 * A question and its answer, stored together.
 *
 * @param id chosen by who asks; the same id is the same turn
 */
public record Turn(String id, Message question, Message answer) {}
