package dev.ratchet.assistant.memory;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import redis.clients.jedis.UnifiedJedis;

/** What changed in users' partitions, for those who keep indexes of them. Thread-safe. */
final class ChangeLog {
  private final UnifiedJedis redis;

  ChangeLog(UnifiedJedis redis) {
    this.redis = redis;
  }

  /**
   * How far a partition, or an index of it, has come.
   *
   * @param incarnation of the partition: another one when Redis lost it and it began again
   * @param sequence of the last change
   */
  record Mark(String incarnation, long sequence) {
    static final Mark NONE = new Mark("", 0);
  }

  enum Kind {
    ADDED,
    EMBEDDED,
    REMOVED
  }

  /**
   * @param place sequence that the turn got when it was added
   */
  record Change(Kind kind, String turnId, String sessionId, long place) {}

  /**
   * @param complete whether all changes since then are there; the log keeps only the latest
   */
  record Changes(Mark until, boolean complete, List<Change> all) {}

  Mark mark(String userId) {
    List<String> values = redis.hmget(UserKeys.of(userId).state(), "incarnation", "sequence");
    String incarnation = values.get(0);
    String sequence = values.get(1);
    return incarnation == null || sequence == null
        ? Mark.NONE
        : new Mark(incarnation, Long.parseLong(sequence));
  }

  Changes since(String userId, Mark from) {
    Mark now = mark(userId);
    if (now.equals(from)) {
      return new Changes(now, true, List.of());
    }
    if (!now.incarnation().equals(from.incarnation()) || now.sequence() < from.sequence()) {
      return new Changes(now, false, List.of());
    }
    String first = "(" + from.sequence() + "-0";
    List<Change> changes =
        redis.xrange(UserKeys.of(userId).changes(), first, now.sequence() + "-0").stream()
            .map(entry -> change(entry.getFields()))
            .toList();
    return new Changes(now, changes.size() == now.sequence() - from.sequence(), changes);
  }

  private static Change change(Map<String, String> fields) {
    return new Change(
        Kind.valueOf(field(fields, "change")),
        field(fields, "turn"),
        field(fields, "session"),
        Long.parseLong(field(fields, "place")));
  }

  private static String field(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }
}
