package dev.ratchet.assistant.model;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Chooses temperature and max_tokens for a kind of task from what became of earlier answers, by
 * Thompson sampling: each choice is as likely as it is to be the best one, so that what is unknown
 * is tried and what is known to be bad is left. Thread-safe.
 */
public final class ParameterTuner {
  private static final Logger LOG = LoggerFactory.getLogger(ParameterTuner.class);

  private final Outcomes outcomes;
  private final Parameters standard;
  private final Predicate<TaskKind> allowed;
  private final RandomGenerator random;

  ParameterTuner(
      Outcomes outcomes, Parameters standard, Predicate<TaskKind> allowed, RandomGenerator random) {
    this.outcomes = outcomes;
    this.standard = standard;
    this.allowed = allowed;
    this.random = random;
  }

  /**
   * @param allowed whether tuning is switched on for a kind of task at the moment; see {@link
   *     #usually}
   */
  public ParameterTuner(UnifiedJedis redis, LmStudioConfig config, Predicate<TaskKind> allowed) {
    this(
        new RedisOutcomes(redis, config.model()),
        new Parameters(config.temperature(), config.maxTokens()),
        allowed,
        new SecureRandom());
  }

  /** Everything is tuned but the chat. */
  public static boolean usually(TaskKind task) {
    return task != TaskKind.CHAT;
  }

  /** Chooses; the configuration's parameters where tuning is off or Redis is gone. */
  public Tuning choose(TaskKind task) {
    if (!allowed.test(task)) {
      return new Tuning(task, standard, false, "tuning is switched off", List.of());
    }
    try {
      List<Tuning.Arm> arms = look(task);
      Tuning.Arm best =
          arms.stream().max(Comparator.comparingDouble(Tuning.Arm::drawn)).orElseThrow();
      return new Tuning(task, best.parameters(), true, "drew highest: " + best, arms);
    } catch (JedisException gone) {
      LOG.warn("event=tuning-without-outcomes exception={}", gone.getClass().getSimpleName());
      return new Tuning(task, standard, false, "the outcomes cannot be read now", List.of());
    }
  }

  /** What is known at the moment, with a new draw each. */
  public List<Tuning.Arm> look(TaskKind task) {
    Map<String, Outcomes.Counts> counts = outcomes.of(task);
    List<Tuning.Arm> arms = new ArrayList<>();
    for (Parameters parameters : task.grid()) {
      Outcomes.Counts known = counts.getOrDefault(parameters.name(), Outcomes.Counts.NONE);
      double drawn = BetaDistribution.draw(known.good() + 1, known.bad() + 1, random);
      arms.add(new Tuning.Arm(parameters, known.good(), known.bad(), drawn));
    }
    return arms;
  }

  /**
   * Tells what became of an answer; without effect for parameters that were not chosen here.
   *
   * @param good whether it did what it was for: a proposal that passed its gates, a summary that
   *     was whole and in its bounds
   */
  public void learn(Tuning tuning, boolean good) {
    if (!tuning.tuned()) {
      return;
    }
    try {
      outcomes.add(tuning.task(), tuning.chosen(), good);
    } catch (JedisException gone) {
      // One outcome less; the next ones count.
      LOG.warn("event=outcome-lost exception={}", gone.getClass().getSimpleName());
    }
  }
}
