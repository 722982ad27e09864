package dev.ratchet.assistant.memory;

/** What one user may keep: enough for years of talk, little enough to read, rebuild and export. */
final class MemoryBounds {
  /** Some thirty new ones a day for a year; their index is one sorted set. */
  static final int SESSIONS = 10_000;

  /** A session is exported and deleted in one piece. */
  static final int SESSION_TURNS = 10_000;

  /** Vector search is measured at as many; a rebuild of the indexes takes minutes, not hours. */
  static final int TURNS = 100_000;

  /** A question and its answer: far above what a model reads or writes at once. */
  static final int TURN_BYTES = 1 << 20;

  /** All turns of a user: Redis holds them in memory. */
  static final long BYTES = 512L << 20;

  /** Changes that an index may be behind before it is built anew. */
  static final int CHANGES = 10_000;

  /** Turns that are looked at for one summary; the next one takes those after. */
  static final int SUMMARY_TURNS = 500;

  static final int TITLE_CHARACTERS = 200;

  private MemoryBounds() {}
}
