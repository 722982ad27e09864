package dev.ratchet.assistant.conversation;

import dev.ratchet.domain.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a person says.
 *
 * @param session null for a new one
 * @param turn chosen by the client: the same id again is the same turn; null for a new one
 * @param agent to whom
 * @param confirm the action that the person agrees to; null for none
 */
public record Query(
    Principal principal,
    String message,
    @Nullable String session,
    @Nullable String turn,
    String agent,
    @Nullable String confirm) {
  /** A long letter. More is a document, and models of the size that run at home lose the thread. */
  public static final int MOST_CHARACTERS = 100_000;
}
