package dev.ratchet.assistant.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps conversations within what a model can read. Thread-safe; methods throw {@link
 * JedisException} while Redis is gone.
 */
public final class ConversationManager {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationManager.class);

  /** More would push the turns themselves out of a small context. */
  private static final int MEMORIES = 8;

  /** Turns that are read at once: most contexts need one page or two. */
  private static final int PAGE = 20;

  private final TurnStore turns;
  private final Judge judge;
  private final Judged judged;
  private final InstantSource clock;
  private final TokenCounter tokens;
  private final TurnCosts costs = new TurnCosts();
  private final DataFence fence;
  private final Recall recall;
  private final Summaries summaries;

  public ConversationManager(
      UnifiedJedis redis,
      InstantSource clock,
      Judge judge,
      TokenCounter tokens,
      DataFence fence,
      Recall recall,
      Summaries summaries) {
    this.turns = new TurnStore(redis);
    this.judge = judge;
    this.judged = new Judged(turns, judge);
    this.clock = clock;
    this.tokens = tokens;
    this.fence = fence;
    this.recall = recall;
    this.summaries = summaries;
  }

  /**
   * Stores a turn once; returns when Redis has it. While Redis is gone it tries for some seconds,
   * and then throws: the turn may be stored or not, and sending it again is right in both cases.
   *
   * @return the turn that is stored under this id: an earlier one when it was there already
   * @throws NotStoredException when it may not be stored, for example as its session is gone
   */
  public Turn addTurn(String userId, String sessionId, Turn turn) {
    if (!turn.sessionId().equals(sessionId)) {
      throw new IllegalArgumentException("turn " + turn.id() + " belongs to another session");
    }
    Ids.require(sessionId, "a session's id");
    Judgement judgement = Judgement.of(turn, judge);
    StoredTurn stored = Patience.retry(() -> turns.add(userId, turn, judgement, clock.instant()));
    recall.added(userId);
    summaries.later(userId, sessionId);
    return stored.turn();
  }

  /** The turn that was stored under this id. */
  public Optional<Turn> turn(String userId, String sessionId, String turnId) {
    return turns
        .find(userId, turnId)
        .map(StoredTurn::turn)
        .filter(turn -> turn.sessionId().equals(sessionId));
  }

  /**
   * System prompt with the running summary, recent turns, and the question with recalled memories;
   * pairs are never cut.
   *
   * @param maxTokens for all of it; the question and the system prompt must fit
   * @throws IllegalArgumentException when they do not
   */
  public Context getContext(
      String userId, String sessionId, String systemPrompt, String question, int maxTokens) {
    ContextBuilder builder =
        new ContextBuilder(
            tokens,
            stored -> costs.of(userId, stored, one -> ContextBuilder.cost(one, tokens)),
            fence,
            systemPrompt,
            question,
            maxTokens);
    @Nullable Summary summary = summaries.current(userId, sessionId).orElse(null);
    return builder.build(
        sequence -> judged.current(userId, turns.before(userId, sessionId, sequence, PAGE)),
        summary,
        recalled(userId, question));
  }

  /** An index that fails costs the memories, not the answer. */
  private List<Recalled> recalled(String userId, String question) {
    try {
      return recall.recall(userId, question, RecallFilter.ALL, MEMORIES);
    } catch (JedisException gone) {
      throw gone;
    } catch (RuntimeException e) {
      LOG.warn("recall=failed error={}", e.toString());
      return List.of();
    }
  }

  /**
   * Summarises what is old in a session now, if there is enough of it.
   *
   * @return whether there is a new summary
   * @throws RuntimeException when the model gave none
   */
  public boolean summarizeOldContext(String userId, String sessionId) {
    return summaries.summarize(userId, sessionId);
  }
}
