package dev.ratchet.assistant.memory;

import dev.ratchet.domain.Message;

/**
 * A turn as it lies in Redis.
 *
 * @param sequence its place among all changes of the user
 */
record StoredTurn(Turn turn, long sequence, Judgement judgement) {
  String id() {
    return turn.id();
  }

  Message message(String id) {
    return turn.answer().id().equals(id) ? turn.answer() : turn.question();
  }

  boolean blocks(Message message) {
    return message.equals(turn.answer()) ? judgement.blocksAnswer() : judgement.blocksQuestion();
  }

  /** A pair of which one side may not enter a prompt does not enter at all. */
  boolean blocked() {
    return judgement.blocksQuestion() || judgement.blocksAnswer();
  }
}
