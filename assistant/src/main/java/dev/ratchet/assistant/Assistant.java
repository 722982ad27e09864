package dev.ratchet.assistant;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.agent.AgentRegistry;
import dev.ratchet.assistant.agent.AgentTools;
import dev.ratchet.assistant.conversation.AssistantService;
import dev.ratchet.assistant.conversation.ChatFilter;
import dev.ratchet.assistant.conversation.ChatParts;
import dev.ratchet.assistant.conversation.ChatSettings;
import dev.ratchet.assistant.conversation.FilterJudge;
import dev.ratchet.assistant.conversation.ModelSummarizer;
import dev.ratchet.assistant.memory.BpeTokenCounter;
import dev.ratchet.assistant.memory.ConversationManager;
import dev.ratchet.assistant.memory.MemoryManager;
import dev.ratchet.assistant.memory.MiniLm;
import dev.ratchet.assistant.memory.Recall;
import dev.ratchet.assistant.memory.RecallFilter;
import dev.ratchet.assistant.memory.RecallSettings;
import dev.ratchet.assistant.memory.Recalled;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.memory.Summaries;
import dev.ratchet.assistant.memory.Summarizer;
import dev.ratchet.assistant.memory.SummarySettings;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.ModelAccess;
import dev.ratchet.assistant.model.ModelHealth;
import dev.ratchet.assistant.model.ModelLink;
import dev.ratchet.assistant.model.TaskKind;
import dev.ratchet.assistant.safety.Fence;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.platform.control.Autonomy;
import dev.ratchet.platform.metric.Measure;
import dev.ratchet.platform.metric.MetricSeries;
import dev.ratchet.platform.metric.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** The assistant of one process: the wiring of all its parts. */
public final class Assistant implements AutoCloseable {
  private final @Nullable ModelLink server;
  private final MemoryManager memories;
  private final Sessions sessions;
  private final ConversationManager conversations;
  private final Summaries summaries;
  private final AgentRegistry agents;
  private final AssistantService service;

  /**
   * @param redis which the caller keeps
   * @param config null for an assistant without a model
   * @param indexes folder of the memories' indexes: a cache
   * @param series which the caller keeps
   * @param runs what the improver can do
   */
  public Assistant(
      UnifiedJedis redis,
      @Nullable LmStudioConfig config,
      SafetyFilter filter,
      EmbeddingModel embeddings,
      Path indexes,
      Autonomy autonomy,
      MetricSeries series,
      Metrics metrics,
      ChatSettings settings,
      AgentTools runs,
      InstantSource clock) {
    this.server =
        config == null
            ? null
            : new ModelLink(redis, config, metrics, series, task -> autonomy.allows(tuning(task)));
    ModelAccess model = server == null ? ModelAccess.NONE : server.gateway();
    Fence fence = Fence.random();
    FilterJudge judge = new FilterJudge(filter);
    BpeTokenCounter tokens = new BpeTokenCounter();
    this.memories =
        new MemoryManager(redis, indexes, judge, embeddings, MiniLm.NAME, RecallSettings.STANDARD);
    this.sessions = new Sessions(redis, clock, memories::removed);
    this.summaries =
        new Summaries(
            redis,
            clock,
            judge,
            tokens,
            fence::around,
            SummarySettings.STANDARD,
            summarizer(model, server),
            () -> server != null && autonomy.allows(Autonomy.Function.SUMMARIES));
    this.conversations =
        new ConversationManager(
            redis, clock, judge, tokens, fence::around, measured(memories, series), summaries);
    this.agents = AgentRegistry.shipped(runs);
    this.service =
        new AssistantService(
            new ChatParts(
                redis,
                model,
                sessions,
                conversations,
                memories,
                new ChatFilter(filter, fence, series),
                server == null ? null : server.tuner(),
                agents,
                settings,
                clock));
  }

  private static Autonomy.Function tuning(TaskKind task) {
    return task == TaskKind.CHAT ? Autonomy.Function.CHAT_TUNING : Autonomy.Function.TUNING;
  }

  private static Summarizer summarizer(ModelAccess model, @Nullable ModelLink server) {
    return server == null
        ? prompt -> {
          throw new IllegalStateException("there is no model");
        }
        : new ModelSummarizer(model, server.tuner());
  }

  /** Recall, with its time written down. */
  private static Recall measured(MemoryManager memories, MetricSeries series) {
    return new Recall() {
      @Override
      public List<Recalled> recall(String userId, String query, RecallFilter filter, int most) {
        long start = System.nanoTime();
        List<Recalled> recalled = memories.recall(userId, query, filter, most);
        series.record(
            Measure.RECALL, Duration.ofNanos(System.nanoTime() - start), MiniLm.NAME, "recall");
        return recalled;
      }

      @Override
      public void added(String userId) {
        memories.added(userId);
      }
    };
  }

  public AssistantService service() {
    return service;
  }

  public Sessions sessions() {
    return sessions;
  }

  public MemoryManager memories() {
    return memories;
  }

  public ConversationManager conversations() {
    return conversations;
  }

  public AgentRegistry agents() {
    return agents;
  }

  /** "up", "none", or what is wrong with the model server; asks nobody. */
  public String modelState() {
    if (server == null) {
      return "none";
    }
    ModelHealth.Status status = server.health().status();
    return status.state() == ModelHealth.State.UP
        ? "up"
        : status.state().name().toLowerCase(Locale.ROOT) + ": " + status.message();
  }

  /** The model server; empty without one. */
  public Optional<ModelLink> server() {
    return Optional.ofNullable(server);
  }

  /** Ends what is under way, in order: turns, summaries, the model's calls. */
  @Override
  public void close() {
    service.close();
    summaries.close();
    memories.close();
    if (server != null) {
      server.close();
    }
  }
}
