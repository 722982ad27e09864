package dev.ratchet.assistant.memory;

import dev.ratchet.assistant.memory.Fusion.Fused;
import dev.ratchet.domain.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what an index found what a user is told. Texts come from the user's own keys in Redis,
 * so that nothing is told that is no longer there, was blocked or is another's. Thread-safe.
 */
final class RecallResults {
  private static final int PAGE = 200;

  private final TurnStore turns;
  private final Judged judged;
  private final RecallAnalyzer analyzer = new RecallAnalyzer();

  RecallResults(TurnStore turns, Judged judged) {
    this.turns = turns;
    this.judged = judged;
  }

  /** The first of what was found that may be told. */
  List<Recalled> of(String userId, String query, RecallFilter filter, List<Fused> found, int most) {
    Set<String> stems = new HashSet<>();
    analyzer.words(query).forEach(word -> stems.add(word.stem()));
    List<Recalled> told = new ArrayList<>();
    for (int from = 0; from < found.size() && told.size() < most; from += most) {
      List<Fused> some = found.subList(from, Math.min(from + most, found.size()));
      Map<String, StoredTurn> stored = stored(userId, some);
      for (Fused one : some) {
        StoredTurn turn = stored.get(Turn.turnOf(one.id()));
        Message message = turn == null ? null : message(turn, one.id(), filter);
        if (turn != null && message != null && told.size() < most) {
          String why = Reasons.of(one, stems, analyzer.words(message.content()));
          told.add(recalled(turn, message, one.score(), why));
        }
      }
    }
    return told;
  }

  private Map<String, StoredTurn> stored(String userId, List<Fused> some) {
    Set<String> ids = new LinkedHashSet<>();
    some.forEach(one -> ids.add(Turn.turnOf(one.id())));
    Map<String, StoredTurn> stored = new HashMap<>();
    judged
        .current(userId, turns.find(userId, List.copyOf(ids)))
        .forEach(turn -> stored.put(turn.id(), turn));
    return stored;
  }

  /** The message, if it may be told and fits. */
  private static @Nullable Message message(StoredTurn turn, String id, RecallFilter filter) {
    Message message = turn.message(id);
    return !turn.blocks(message)
            && filter.fits(message.sessionId(), message.timestamp().toEpochMilli())
        ? message
        : null;
  }

  /** What may be told, newest first. */
  List<Recalled> newest(String userId, RecallFilter filter, int offset, int limit) {
    List<Recalled> page = new ArrayList<>();
    int skipped = 0;
    List<StoredTurn> some = turns.newest(userId, filter.sessionId(), TurnStore.LAST, PAGE);
    while (!some.isEmpty()) {
      for (StoredTurn turn : judged.current(userId, some).reversed()) {
        for (String id : List.of(Turn.answerId(turn.id()), Turn.questionId(turn.id()))) {
          Message message = message(turn, id, filter);
          if (message == null) {
            continue;
          }
          if (skipped < offset) {
            skipped++;
            continue;
          }
          page.add(recalled(turn, message, 0, ""));
          if (page.size() == limit) {
            return page;
          }
        }
      }
      some = turns.newest(userId, filter.sessionId(), some.getFirst().sequence(), PAGE);
    }
    return page;
  }

  private static Recalled recalled(StoredTurn turn, Message message, double score, String why) {
    return new Recalled(
        turn.id(),
        message.sessionId(),
        message.role(),
        message.content(),
        message.timestamp(),
        score,
        why);
  }
}
