package dev.ratchet.assistant.conversation;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.ratchet.assistant.agent.Agent;
import dev.ratchet.assistant.agent.AgentTools.Order;
import dev.ratchet.assistant.agent.AgentTools.Outcome;
import dev.ratchet.assistant.memory.Context;
import dev.ratchet.assistant.memory.NotStoredException;
import dev.ratchet.assistant.memory.Turn;
import dev.ratchet.assistant.model.Completion;
import dev.ratchet.assistant.model.Generation;
import dev.ratchet.assistant.model.Lane;
import dev.ratchet.assistant.model.ModelFailure;
import dev.ratchet.assistant.model.Origin;
import dev.ratchet.assistant.model.TaskKind;
import dev.ratchet.assistant.model.Tuning;
import dev.ratchet.assistant.safety.OutputFilter;
import dev.ratchet.domain.FilterDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** One turn from the question to the stored answer, on a thread of its own. */
final class TurnRun {
  private static final Logger log = LoggerFactory.getLogger(TurnRun.class);

  /** A model that wants more tools than this goes in circles. */
  private static final int MOST_ROUNDS = 5;

  private final ChatParts parts;
  private final TurnKey turn;
  private final String session;
  private final Query query;
  private final Agent agent;
  private final List<String> flags;
  private final Instant asked;
  private final LiveTurn live;
  private volatile @Nullable Generation generation;
  private @Nullable Tuning tuning;
  private volatile boolean stopped;
  private volatile boolean closing;

  TurnRun(
      ChatParts parts,
      TurnLog turnLog,
      String owner,
      TurnKey turn,
      String session,
      Query query,
      Agent agent,
      List<String> flags) {
    this.parts = parts;
    this.turn = turn;
    this.session = session;
    this.query = query;
    this.agent = agent;
    this.flags = new ArrayList<>(flags);
    this.asked = parts.clock().instant();
    this.live = new LiveTurn(turn, session, owner, turnLog, parts.settings().grace(), this::stop);
  }

  /** What another process has to know to end the turn. */
  static String begun(Query query, String session, Instant asked) {
    return new Begun(session, query.message(), asked.toString()).json();
  }

  private record Begun(String session, String question, String asked) {
    String json() {
      return ChatEvent.Codec.write(this);
    }
  }

  LiveTurn live() {
    return live;
  }

  void start(Runnable after) {
    Thread.ofVirtual()
        .name("answer-" + turn.turnId())
        .start(
            () -> {
              try {
                run();
                live.awaitWritten();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                after.run();
              }
            });
  }

  /** Somebody wants its end, or nobody follows it. */
  void stop() {
    stopped = true;
    Generation now = generation;
    if (now != null) {
      now.cancel();
    }
  }

  /** The process ends. */
  void close() {
    closing = true;
    stop();
  }

  private void run() throws InterruptedException {
    live.add(new ChatEvent.Session(session, turn.turnId()));
    try {
      if (query.confirm() != null) {
        confirmed(query.confirm());
      } else {
        answer();
      }
    } catch (NotStoredException refused) {
      live.add(
          new ChatEvent.Failure(
              "not-stored", "the answer is not kept: " + refused.getMessage(), 0, false));
    } catch (IllegalArgumentException tooLong) {
      live.add(new ChatEvent.Failure("too-long", String.valueOf(tooLong.getMessage()), 0, false));
    } catch (JedisException gone) {
      live.add(new ChatEvent.Failure("redis-away", "Redis does not answer; ask again", 1, false));
    } catch (RuntimeException e) {
      log.warn("turn={} failed=true", turn.turnId(), e);
      live.add(
          new ChatEvent.Failure(
              "internal", "something went wrong in Ratchet; the api's log says what", 0, false));
    }
  }

  private void confirmed(String action) throws InterruptedException {
    String said = agent.tools().confirmed(query.principal(), session, action);
    live.add(new ChatEvent.Text(said));
    finish("stop", 0, 0, Map.of());
  }

  private void answer() throws InterruptedException {
    Context context =
        parts
            .conversations()
            .getContext(
                turn.userId(),
                session,
                parts.filter().marked(agent.systemPrompt()),
                query.message(),
                parts.settings().promptTokens());
    if (!context.recalled().isEmpty()) {
      live.add(ChatEvent.Remembered.of(context.recalled()));
    }
    List<ChatMessage> messages = new ArrayList<>(context.messages());
    OutputFilter output = parts.filter().output();
    for (int number = 1; number <= MOST_ROUNDS; number++) {
      boolean more = number < MOST_ROUNDS;
      Round round = round(messages, output, more);
      switch (round.await()) {
        case Round.Outcome.Failed(ModelFailure failure) -> {
          failed(failure, output);
          return;
        }
        case Round.Outcome.Answered(Completion completion) -> {
          List<ToolExecutionRequest> wishes = more ? wishes(round, completion) : List.of();
          if (wishes.isEmpty()) {
            round.release();
            answered(completion, output);
            return;
          }
          if (use(wishes, messages)) {
            return;
          }
        }
      }
    }
  }

  private Round round(List<ChatMessage> messages, OutputFilter output, boolean tools) {
    List<ToolSpecification> specifications = tools ? agent.tools().specifications() : List.of();
    Set<String> names =
        specifications.stream().map(ToolSpecification::name).collect(Collectors.toSet());
    ChatRequest.Builder request = ChatRequest.builder().messages(messages);
    if (!specifications.isEmpty()) {
      request.toolSpecifications(specifications);
    }
    parameters(request);
    Round round = new Round(live, output, names, this::cancelGeneration);
    Generation begun =
        parts
            .model()
            .generate(request.build(), new Origin(Lane.CHAT, turn.userId(), agent.name()), round);
    generation = begun;
    if (stopped) {
      begun.cancel();
    }
    return round;
  }

  /** The agent's own; else what was chosen for chats, where that is switched on. */
  private void parameters(ChatRequest.Builder request) {
    if (tuning == null && parts.tuner() != null) {
      tuning = parts.tuner().choose(TaskKind.CHAT);
    }
    if (agent.temperature() != null) {
      request.temperature(agent.temperature());
    } else if (tuning != null && tuning.tuned()) {
      request.temperature(tuning.chosen().temperature());
    }
    if (agent.maxTokens() != null) {
      request.maxOutputTokens(agent.maxTokens());
    } else if (tuning != null && tuning.tuned()) {
      request.maxOutputTokens(tuning.chosen().maxTokens());
    }
  }

  private void cancelGeneration() {
    Generation now = generation;
    if (now != null) {
      now.cancel();
    }
  }

  /** What the model wants done, whether it called for it or wrote it down. */
  private static List<ToolExecutionRequest> wishes(Round round, Completion completion) {
    if (!completion.toolCalls().isEmpty()) {
      return completion.toolCalls();
    }
    Optional<Order> written = round.tools().order();
    written.ifPresent(order -> round.tools().drain());
    return written
        .map(
            order ->
                List.of(
                    ToolExecutionRequest.builder()
                        .id(UUID.randomUUID().toString())
                        .name(order.name())
                        .arguments(order.arguments())
                        .build()))
        .orElse(List.of());
  }

  /** Returns whether the turn ends here, because the person has to agree first. */
  private boolean use(List<ToolExecutionRequest> wishes, List<ChatMessage> messages)
      throws InterruptedException {
    messages.add(AiMessage.from(wishes));
    for (ToolExecutionRequest wish : wishes) {
      Order order = new Order(wish.name(), wish.arguments() == null ? "{}" : wish.arguments());
      switch (agent.tools().run(query.principal(), session, order)) {
        case Outcome.NeedsConfirmation(String action, String says) -> {
          live.add(new ChatEvent.Tool(order.name(), says, action));
          live.add(new ChatEvent.Text(says + " Do you agree?"));
          finish("tool_calls", 0, 0, Map.of("action", action));
          return true;
        }
        case Outcome.Result(String text) -> {
          live.add(new ChatEvent.Tool(order.name(), null, null));
          messages.add(ToolExecutionResultMessage.from(wish, parts.filter().data(text)));
        }
      }
    }
    return false;
  }

  private void answered(Completion completion, OutputFilter output) throws InterruptedException {
    if (tuning != null && parts.tuner() != null) {
      parts.tuner().learn(tuning, completion.finishReason().equals("stop"));
    }
    if (blocked(output)) {
      return;
    }
    finish(
        completion.finishReason(),
        completion.promptTokens(),
        completion.completionTokens(),
        Map.of("model", completion.model()));
  }

  private boolean blocked(OutputFilter output) throws InterruptedException {
    switch (output.decision()) {
      case FilterDecision.Block(String rule, String reason, String appeal) -> {
        partial(
            new ChatEvent.Failure(
                "answer-blocked",
                "the rule '%s' ended the answer: %s. %s".formatted(rule, reason, appeal),
                0,
                !live.text().isEmpty()));
        return true;
      }
      case FilterDecision.Flag(List<String> rules, String reason) -> flags.addAll(rules);
      case FilterDecision.Allow() -> {}
    }
    return false;
  }

  private void failed(ModelFailure failure, OutputFilter output) throws InterruptedException {
    if (blocked(output)) {
      return;
    }
    boolean partial = !live.text().isEmpty();
    if (failure.kind() == ModelFailure.Kind.CANCELLED && !closing) {
      finish("stopped", 0, 0, Marks.partial("stopped"));
      return;
    }
    if (!partial && isGone(failure)) {
      Optional<Turn> earlier = parts.memories().answered(turn.userId(), query.message());
      if (earlier.isPresent()) {
        live.add(new ChatEvent.Text(earlier.get().answer().content()));
        finish("stop", 0, 0, Map.of(Marks.DEGRADED, "cached"));
        return;
      }
    }
    partial(
        new ChatEvent.Failure(
            closing
                ? "interrupted"
                : failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            failure.message(),
            failure.retryAfter().toSeconds(),
            partial));
  }

  private static boolean isGone(ModelFailure failure) {
    return switch (failure.kind()) {
      case UNAVAILABLE, TIMEOUT, NONSENSE -> true;
      case QUEUE_FULL, REFUSED, CANCELLED -> false;
    };
  }

  /** Keeps what there is of the answer, and says why there is no more. */
  private void partial(ChatEvent.Failure error) throws InterruptedException {
    if (!live.text().isEmpty()) {
      save(Marks.partial(error.kind()));
    }
    live.add(error);
  }

  private void finish(
      String reason, int promptTokens, int completionTokens, Map<String, String> metadata)
      throws InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    if (!flags.isEmpty()) {
      all.put("flagged", String.join(",", flags));
    }
    if (!live.text().isEmpty()) {
      save(all);
    }
    live.add(
        new ChatEvent.Done(
            reason,
            new ChatEvent.Usage(promptTokens, completionTokens),
            metadata.get(Marks.DEGRADED),
            List.copyOf(flags)));
  }

  /** The turn is told as done only when Redis has it; while Redis is gone, it waits. */
  private void save(Map<String, String> metadata) throws InterruptedException {
    Turn whole =
        Turn.of(
            turn.turnId(),
            session,
            query.message(),
            asked,
            live.text(),
            parts.clock().instant(),
            metadata);
    while (!live.lost()) {
      try {
        parts.conversations().addTurn(turn.userId(), session, whole);
        return;
      } catch (JedisException gone) {
        log.debug("turn={} redis=away", turn.turnId());
        Thread.sleep(200);
      }
    }
  }
}
