package dev.ratchet.assistant.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.assistant.agent.Agent;
import dev.ratchet.assistant.conversation.ChatRefusal.Kind;
import dev.ratchet.assistant.conversation.TurnLog.Entry;
import dev.ratchet.assistant.memory.NotStoredException;
import dev.ratchet.assistant.memory.Turn;
import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what people say and sees to it that each turn is answered once, by one process at a time,
 * and stored once. Whoever follows a turn, on whichever process, reads the same events.
 * Thread-safe.
 */
public final class AssistantService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AssistantService.class);

  /** Also what keeps them harmless in keys. */
  private static final Pattern TURN = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?");

  /** Each is a few virtual threads and its answer's text. */
  private static final int MOST_TURNS = 1_000;

  /** How long a turn waits for the one before it in its session. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** With the lease and the step, a dead process's turn is ended within 5 s. */
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private static final Duration STEP = Duration.ofMillis(100);

  private final ChatParts parts;
  private final TurnLog turnLog;
  private final String owner = UUID.randomUUID().toString();
  private final Map<TurnKey, TurnRun> running = new ConcurrentHashMap<>();
  private final Semaphore free = new Semaphore(MOST_TURNS);
  private final Thread sweeper;

  public AssistantService(ChatParts parts) {
    this.parts = parts;
    this.turnLog = new TurnLog(parts.redis());
    this.sweeper = Thread.ofVirtual().name("turn-sweeper").start(this::sweep);
  }

  /** Where a turn can be followed. */
  public record Admitted(TurnKey turn, String sessionId) {}

  /**
   * Begins a turn, or finds the one with the same id.
   *
   * @throws ChatRefusal when it cannot begin
   */
  public Admitted processQuery(Query query) throws InterruptedException {
    Agent agent = check(query);
    String user = query.principal().id();
    TurnKey turn =
        new TurnKey(user, query.turn() == null ? UUID.randomUUID().toString() : query.turn());
    Optional<JsonNode> known = turnLog.begun(turn);
    if (known.isPresent()) {
      return new Admitted(turn, known.get().path("session").asText());
    }
    if (query.session() != null) {
      if (parts.sessions().find(user, query.session()).isEmpty()) {
        throw new ChatRefusal(
            Kind.UNKNOWN_SESSION, "there is no session '%s'".formatted(query.session()));
      }
      if (parts.conversations().turn(user, query.session(), turn.turnId()).isPresent()) {
        return new Admitted(turn, query.session());
      }
    }
    List<String> flags = judge(query.message());
    if (!free.tryAcquire()) {
      throw new ChatRefusal(
          Kind.TOO_MANY, "%d turns are under way, the most at a time".formatted(MOST_TURNS));
    }
    boolean begun = false;
    try {
      String session =
          query.session() == null ? parts.sessions().create(user, "").id() : query.session();
      begun = begin(query, turn, session, agent, flags);
      if (!begun && query.session() == null) {
        parts.sessions().delete(user, session);
        session = turnLog.begun(turn).map(it -> it.path("session").asText()).orElse(session);
      }
      return new Admitted(turn, session);
    } catch (NotStoredException full) {
      throw new ChatRefusal(Kind.MEMORY_FULL, String.valueOf(full.getMessage()));
    } finally {
      if (!begun) {
        free.release();
      }
    }
  }

  private Agent check(Query query) {
    if (query.turn() != null && !TURN.matcher(query.turn()).matches()) {
      throw new ChatRefusal(
          Kind.INVALID, "'turn' must have 1 to 64 lower-case letters, digits and '-' between them");
    }
    if (query.message().isBlank() && query.confirm() == null) {
      throw new ChatRefusal(Kind.INVALID, "'message' must not be empty");
    }
    if (query.message().length() > Query.MOST_CHARACTERS) {
      throw new ChatRefusal(
          Kind.TOO_LONG,
          "'message' must have at most %d characters, had %d"
              .formatted(Query.MOST_CHARACTERS, query.message().length()));
    }
    Agent agent =
        parts
            .agents()
            .find(query.agent())
            .orElseThrow(
                () ->
                    new ChatRefusal(
                        Kind.UNKNOWN_AGENT,
                        "there is no agent '%s': there are %s"
                            .formatted(
                                query.agent(),
                                String.join(
                                    ", ",
                                    parts.agents().all().stream().map(Agent::name).toList()))));
    if (!query.principal().has(agent.role())) {
      throw new ChatRefusal(
          Kind.ROLE_MISSING,
          "the agent '%s' needs the role %s".formatted(agent.name(), agent.role()));
    }
    return agent;
  }

  /** Names of the rules that marked it. */
  private List<String> judge(String message) {
    return switch (parts.filter().judgePerson(message)) {
      case FilterDecision.Allow() -> List.of();
      case FilterDecision.Flag(List<String> rules, String reason) -> rules;
      case FilterDecision.Block(String rule, String reason, String appeal) ->
          throw new ChatRefusal(
              Kind.BLOCKED, "the rule '%s' blocks it: %s. %s".formatted(rule, reason, appeal));
    };
  }

  private boolean begin(Query query, TurnKey turn, String session, Agent agent, List<String> flags)
      throws InterruptedException {
    String begun = TurnRun.begun(query, session, parts.clock().instant());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      switch (turnLog.begin(turn, owner, session, begun)) {
        case KNOWN -> {
          return false;
        }
        case BEGUN -> {
          TurnRun run = new TurnRun(parts, turnLog, owner, turn, session, query, agent, flags);
          running.put(turn, run);
          run.start(
              () -> {
                running.remove(turn);
                free.release();
              });
          return true;
        }
        case BUSY -> {
          if (System.nanoTime() > deadline) {
            turnLog.forget(turn);
            throw new ChatRefusal(
                Kind.SESSION_BUSY, "another turn of this session is still being answered");
          }
          Thread.sleep(STEP);
        }
      }
    }
  }

  /** Hears the events of a turn, in order. Returns whether it wants more. */
  @FunctionalInterface
  public interface Follower<E extends Exception> {
    /**
     * @param events none when there is nothing new for a while: a chance to see that a client left
     */
    boolean hear(List<Heard> events) throws E;
  }

  /**
   * @param number of the event in its turn, 1 for the first
   */
  public record Heard(long number, String type, String json) {
    public boolean last() {
      return type.equals("done") || type.equals("error");
    }
  }

  /**
   * Follows a turn until its last event.
   *
   * @param after the number of the last event that is known already; 0 for none
   * @return false when there is no such turn (any more)
   */
  public <E extends Exception> boolean follow(TurnKey turn, long after, Follower<E> follower)
      throws E, InterruptedException {
    TurnRun here = running.get(turn);
    if (here == null) {
      return followElsewhere(turn, after, follower);
    }
    LiveTurn live = here.live();
    live.joined();
    long position = after;
    try {
      while (true) {
        List<Entry> entries = live.read(position, Duration.ofSeconds(1));
        if (!tell(entries, follower)) {
          return true;
        }
        if (!entries.isEmpty()) {
          position = entries.getLast().number();
        } else if (live.lost()) {
          break;
        }
      }
    } finally {
      live.left();
    }
    return followElsewhere(turn, position, follower);
  }

  private <E extends Exception> boolean followElsewhere(
      TurnKey turn, long after, Follower<E> follower) throws E, InterruptedException {
    long position = after;
    int step = 0;
    boolean found = false;
    while (true) {
      List<Entry> entries = turnLog.read(turn, position, 500);
      found |= !entries.isEmpty();
      if (entries.isEmpty() && step % 10 == 0 && !turnLog.known(turn)) {
        return found;
      }
      if (step % 50 == 0) {
        turnLog.followed(turn);
      }
      if (!entries.isEmpty() || step % 10 == 0) {
        if (!tell(entries, follower)) {
          return true;
        }
      }
      position = entries.isEmpty() ? position : entries.getLast().number();
      step++;
      Thread.sleep(STEP);
    }
  }

  private static <E extends Exception> boolean tell(List<Entry> entries, Follower<E> follower)
      throws E {
    List<Heard> heard =
        entries.stream()
            .map(entry -> new Heard(entry.number(), entry.type(), entry.json()))
            .toList();
    return follower.hear(heard) && (heard.isEmpty() || !heard.getLast().last());
  }

  /** The stored turn of a session. */
  public Optional<Turn> turn(String userId, String sessionId, String turnId) {
    return parts.conversations().turn(userId, sessionId, turnId);
  }

  public List<Message> getConversationHistory(
      String userId, String sessionId, @Nullable String before, int limit) {
    return parts.sessions().history(userId, sessionId, before, limit);
  }

  public boolean clearSession(String userId, String sessionId) {
    return parts.sessions().clear(userId, sessionId);
  }

  /** Ends a turn at once, whichever process works on it. Returns whether it was under way. */
  public boolean stop(TurnKey turn) {
    TurnRun here = running.get(turn);
    if (here != null) {
      here.stop();
      return true;
    }
    return turnLog.stop(turn);
  }

  /** Whether a turn is under way, or ended a moment ago. */
  public boolean known(TurnKey turn) {
    return running.containsKey(turn) || turnLog.known(turn);
  }

  /** Turns that this process works on. */
  public int underWay() {
    return running.size();
  }

  /** Ends the turns of processes that died: what there is of the answer is stored, and told. */
  private void sweep() {
    try {
      while (true) {
        Thread.sleep(SWEEP);
        try {
          for (TurnKey turn : turnLog.running()) {
            sweep(turn);
          }
        } catch (RuntimeException e) {
          log.debug("turn-sweeper=failed", e);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep(TurnKey turn) {
    if (running.containsKey(turn)) {
      return;
    }
    if (turnLog.take(turn, owner)) {
      log.warn("turn={} orphaned=true", turn.turnId());
      new Orphan(parts, turnLog, owner, turn).end();
    } else if (!turnLog.known(turn)) {
      turnLog.forget(turn);
    }
  }

  /** Begun turns are ended: their partial answers are stored and told. */
  @Override
  public void close() {
    sweeper.interrupt();
    running.values().forEach(TurnRun::close);
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!running.isEmpty() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
