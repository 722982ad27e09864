package dev.ratchet.assistant.conversation;

import dev.ratchet.assistant.memory.UserKeys;

/** Whose turn it is. All that Redis holds of it lies in the user's partition. */
public record TurnKey(String userId, String turnId) {
  String redis(String what) {
    return UserKeys.of(userId).prefix() + "chat:" + turnId + ":" + what;
  }
}
