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
import dev.ratchet.assistant.memory.DataFence;
import dev.ratchet.assistant.memory.Recall;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.memory.Summaries;
import dev.ratchet.assistant.memory.SummarySettings;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.ModelGateway;
import dev.ratchet.assistant.safety.SafetyFilter;
import java.time.InstantSource;
import redis.clients.jedis.UnifiedJedis;

/** The assistant of one process: the wiring of all its parts. */
public final class Assistant implements AutoCloseable {
  private final ModelGateway model;
  private final Sessions sessions;
  private final ConversationManager conversations;
  private final Summaries summaries;
  private final AgentRegistry agents;
  private final AssistantService service;

  /**
   * @param redis which the caller keeps
   * @param runs what the improver can do
   */
  public Assistant(
      UnifiedJedis redis,
      LmStudioConfig config,
      SafetyFilter filter,
      ChatSettings settings,
      AgentTools runs,
      InstantSource clock) {
    this.model = new ModelGateway(config);
    FilterJudge judge = new FilterJudge(filter);
    BpeTokenCounter tokens = new BpeTokenCounter();
    DataFence fence = (name, text) -> "<data name=\"" + name + "\">\n" + text + "\n</data>";
    Recall recall = Recall.NONE;
    this.sessions = new Sessions(redis, clock, user -> {});
    this.summaries =
        new Summaries(
            redis,
            clock,
            judge,
            tokens,
            fence,
            SummarySettings.STANDARD,
            new ModelSummarizer(model),
            () -> true);
    this.conversations =
        new ConversationManager(redis, clock, judge, tokens, fence, recall, summaries);
    this.agents = AgentRegistry.shipped(runs);
    this.service =
        new AssistantService(
            new ChatParts(
                redis,
                model,
                sessions,
                conversations,
                recall,
                new ChatFilter(filter),
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

  /** Ends what is under way, in order: turns, summaries, the model's calls. */
  @Override
  public void close() {
    service.close();
    summaries.close();
    model.close();
  }
}
