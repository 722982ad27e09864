package dev.ratchet.assistant.memory;

/**
 * A turn as it lies in Redis.
 *
 * @param sequence its place among all changes of the user
 */
record StoredTurn(Turn turn, long sequence, Judgement judgement) {
  String id() {
    return turn.id();
  }

  /** A pair of which one side may not enter a prompt does not enter at all. */
  boolean blocked() {
    return judgement.blocksQuestion() || judgement.blocksAnswer();
  }
}
