package dev.ratchet.assistant.memory;

/**
 * The keys of one user's partition, all in one slot of a Redis Cluster. docs/memory.md has them.
 */
public record UserKeys(String prefix) {
  public static UserKeys of(String userId) {
    return new UserKeys("ratchet:{user:" + Ids.encodeUser(userId) + "}:");
  }

  /** Hash: "sequence" of the last change, "bytes" of all turns, "incarnation" of the partition. */
  String state() {
    return prefix + "state";
  }

  /** Stream of what changed, with the sequence as its ids. */
  String changes() {
    return prefix + "changes";
  }

  /** Sorted set of session ids by last activity. */
  String sessions() {
    return prefix + "sessions";
  }

  /** Sorted set of all turn ids by sequence. */
  String turns() {
    return prefix + "turns";
  }

  /** Hash of a session's facts. */
  String session(String sessionId) {
    return prefix + "session:" + sessionId;
  }

  /** Sorted set of a session's turn ids by sequence. */
  String sessionTurns(String sessionId) {
    return session(sessionId) + ":turns";
  }

  /** List of a session's summaries, each made of the one before and of the turns after it. */
  String summaries(String sessionId) {
    return session(sessionId) + ":summaries";
  }

  /** Lease of who summarises a session. */
  String summarizing(String sessionId) {
    return session(sessionId) + ":summarizing";
  }

  /** Hash of one turn. */
  String turn(String turnId) {
    return prefix + "turn:" + turnId;
  }
}
