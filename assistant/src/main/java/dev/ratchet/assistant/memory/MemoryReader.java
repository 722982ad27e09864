package dev.ratchet.assistant.memory;

import dev.ratchet.assistant.memory.ChangeLog.Change;
import dev.ratchet.domain.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZRangeParams;

/** Reads turns out of Redis in the form that indexes take. Thread-safe. */
final class MemoryReader {
  private static final int PAGE = 200;

  /** The beginning of what was said before and after is enough to find its subject. */
  private static final int NEARBY_CHARACTERS = 1_000;

  private final UnifiedJedis redis;
  private final TurnStore turns;
  private final VectorStore vectors;

  MemoryReader(UnifiedJedis redis, VectorStore vectors) {
    this.redis = redis;
    this.turns = new TurnStore(redis);
    this.vectors = vectors;
  }

  /** All messages of a user, session by session. */
  void each(String userId, Consumer<List<MemoryEntry>> pages) {
    for (String sessionId : redis.zrange(UserKeys.of(userId).sessions(), 0, -1)) {
      @Nullable StoredTurn before = null;
      List<StoredTurn> page = turns.after(userId, sessionId, 0, PAGE);
      while (!page.isEmpty()) {
        List<StoredTurn> next = turns.after(userId, sessionId, page.getLast().sequence(), PAGE);
        pages.accept(entries(userId, before, page, next.isEmpty() ? null : next.getFirst()));
        before = page.getLast();
        page = next;
      }
    }
  }

  /** Turns that follow each other in one session. */
  private List<MemoryEntry> entries(
      String userId,
      @Nullable StoredTurn before,
      List<StoredTurn> page,
      @Nullable StoredTurn after) {
    Map<String, TurnVectors> made =
        vectors.find(userId, page.stream().map(StoredTurn::id).toList());
    List<MemoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      entries.addAll(
          entries(
              i == 0 ? before : page.get(i - 1),
              page.get(i),
              i == page.size() - 1 ? after : page.get(i + 1),
              made.get(page.get(i).id())));
    }
    return entries;
  }

  /** The messages of those turns that are there. */
  List<MemoryEntry> find(String userId, Collection<String> turnIds) {
    List<StoredTurn> found = turns.find(userId, List.copyOf(turnIds));
    Map<String, Beside> beside = besideTurns(userId, found);
    Set<String> wanted = new LinkedHashSet<>();
    beside.values().forEach(one -> wanted.addAll(one.ids()));
    Map<String, StoredTurn> around = new HashMap<>();
    turns.find(userId, List.copyOf(wanted)).forEach(one -> around.put(one.id(), one));
    Map<String, TurnVectors> made =
        vectors.find(userId, found.stream().map(StoredTurn::id).toList());
    List<MemoryEntry> entries = new ArrayList<>();
    for (StoredTurn one : found) {
      Beside ids = beside.getOrDefault(one.id(), new Beside(null, null));
      entries.addAll(
          entries(
              ids.before() == null ? null : around.get(ids.before()),
              one,
              ids.after() == null ? null : around.get(ids.after()),
              made.get(one.id())));
    }
    return entries;
  }

  /** The vectors of turns, as far as there are some. */
  Map<String, TurnVectors> vectors(String userId, Collection<String> turnIds) {
    return vectors.find(userId, List.copyOf(turnIds));
  }

  /** The turns before and after those that changed, whose surroundings changed with them. */
  Set<String> beside(String userId, List<Change> changes) {
    Set<String> ids = new LinkedHashSet<>();
    for (Beside one :
        beside(
            userId,
            changes.stream().map(Change::sessionId).toList(),
            changes.stream().map(Change::place).toList())) {
      ids.addAll(one.ids());
    }
    return ids;
  }

  private Map<String, Beside> besideTurns(String userId, List<StoredTurn> found) {
    List<Beside> besides =
        beside(
            userId,
            found.stream().map(one -> one.turn().sessionId()).toList(),
            found.stream().map(StoredTurn::sequence).toList());
    Map<String, Beside> byId = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      byId.put(found.get(i).id(), besides.get(i));
    }
    return byId;
  }

  private record Beside(@Nullable String before, @Nullable String after) {
    List<String> ids() {
      List<String> ids = new ArrayList<>();
      if (before != null) {
        ids.add(before);
      }
      if (after != null) {
        ids.add(after);
      }
      return ids;
    }
  }

  private List<Beside> beside(String userId, List<String> sessionIds, List<Long> places) {
    UserKeys keys = UserKeys.of(userId);
    List<Response<List<String>>> before = new ArrayList<>();
    List<Response<List<String>>> after = new ArrayList<>();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (int i = 0; i < places.size(); i++) {
        String key = keys.sessionTurns(sessionIds.get(i));
        double place = places.get(i);
        before.add(
            pipeline.zrange(key, ZRangeParams.zrangeByScoreParams(place - 1, 0).rev().limit(0, 1)));
        after.add(
            pipeline.zrange(
                key, ZRangeParams.zrangeByScoreParams(place + 1, TurnStore.LAST).limit(0, 1)));
      }
      pipeline.sync();
    }
    List<Beside> besides = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      besides.add(new Beside(first(before.get(i).get()), first(after.get(i).get())));
    }
    return besides;
  }

  private static @Nullable String first(List<String> ids) {
    return ids.isEmpty() ? null : ids.getFirst();
  }

  private static List<MemoryEntry> entries(
      @Nullable StoredTurn before,
      StoredTurn one,
      @Nullable StoredTurn after,
      @Nullable TurnVectors made) {
    String asked = one.turn().question().content();
    String answered = one.turn().answer().content();
    String beforeQuestion = before == null ? "" : before.turn().answer().content();
    String afterAnswer = after == null ? "" : after.turn().question().content();
    return List.of(
        entry(
            one.turn().question(),
            2 * one.sequence(),
            beginning(beforeQuestion) + "\n" + beginning(answered),
            made == null ? null : made.question()),
        entry(
            one.turn().answer(),
            2 * one.sequence() + 1,
            beginning(asked) + "\n" + beginning(afterAnswer),
            made == null ? null : made.answer()));
  }

  private static MemoryEntry entry(
      Message message, long place, String nearby, @Nullable List<float[]> made) {
    return new MemoryEntry(
        message.id(),
        message.sessionId(),
        place,
        message.timestamp().toEpochMilli(),
        message.content(),
        nearby,
        made);
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(text.length(), NEARBY_CHARACTERS));
  }
}
