package dev.ratchet.assistant;

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
import dev.ratchet.assistant.memory.Recall;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.memory.Summaries;
import dev.ratchet.assistant.memory.SummarySettings;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.ModelAccess;
import dev.ratchet.assistant.model.ModelHealth;
import dev.ratchet.assistant.model.ModelLink;
import dev.ratchet.assistant.safety.Fence;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.platform.metric.MetricSeries;
import dev.ratchet.platform.metric.Metrics;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** The assistant of one process: the wiring of all its parts. */
public final class Assistant implements AutoCloseable {
  private final @Nullable ModelLink server;
  private final Sessions sessions;
  private final ConversationManager conversations;
  private final Summaries summaries;
  private final AgentRegistry agents;
  private final AssistantService service;

  /**
   * @param redis which the caller keeps
   * @param config null for an assistant without a model
   * @param series which the caller keeps
   * @param runs what the improver can do
   */
  public Assistant(
      UnifiedJedis redis,
      @Nullable LmStudioConfig config,
      SafetyFilter filter,
      MetricSeries series,
      Metrics metrics,
      ChatSettings settings,
      AgentTools runs,
      InstantSource clock) {
    this.server = config == null ? null : new ModelLink(redis, config, metrics, series);
    ModelAccess model = server == null ? ModelAccess.NONE : server.gateway();
    Fence fence = Fence.random();
    FilterJudge judge = new FilterJudge(filter);
    BpeTokenCounter tokens = new BpeTokenCounter();
    Recall recall = Recall.NONE;
    this.sessions = new Sessions(redis, clock, user -> {});
    this.summaries =
        new Summaries(
            redis,
            clock,
            judge,
            tokens,
            fence::around,
            SummarySettings.STANDARD,
            new ModelSummarizer(model),
            () -> true);
    this.conversations =
        new ConversationManager(redis, clock, judge, tokens, fence::around, recall, summaries);
    this.agents = AgentRegistry.shipped(runs);
    this.service =
        new AssistantService(
            new ChatParts(
                redis,
                model,
                sessions,
                conversations,
                recall,
                new ChatFilter(filter, fence, series),
                agents,
                settings,
                clock));
  }

  public AssistantService service() {
    return service;
  }

  public Sessions sessions() {
    return sessions;
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
    if (server != null) {
      server.close();
    }
  }
}
