package dev.ratchet.assistant.agent;

import dev.ratchet.domain.Principal.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agents by name. Immutable. */
public final class AgentRegistry {
  /** The one that is talked to when none is named. */
  public static final String STANDARD = "assistant";

  private static final String ASSISTANT =
      """
      You are Ratchet's assistant, which runs on the user's own machine. Answer in the language of the \
      question, briefly and exactly. Say so when you do not know something.""";

  private static final String IMPROVER =
      """
      You are Ratchet's improver. You start, follow, explain, pause and stop improvement runs over Git \
      repositories with your tools, and say what they found. Use a tool whenever the user wants to know \
      or do something about runs or repositories; never invent what a tool would tell you. What changes \
      something happens only after the user has agreed, which Ratchet asks for itself.""";

  private final Map<String, Agent> agents = new LinkedHashMap<>();

  public AgentRegistry(List<Agent> agents) {
    agents.forEach(agent -> this.agents.put(agent.name(), agent));
  }

  /**
   * The two that ship.
   *
   * @param runs what the improver can do
   */
  public static AgentRegistry shipped(AgentTools runs) {
    return new AgentRegistry(
        List.of(
            new Agent(
                STANDARD,
                "answers, and remembers what was said",
                ASSISTANT,
                AgentTools.NONE,
                null,
                null,
                Role.USER),
            new Agent(
                "improver",
                "starts, follows, explains, pauses and stops improvement runs",
                IMPROVER,
                runs,
                0.2,
                null,
                Role.ADMIN)));
  }

  public Optional<Agent> find(String name) {
    return Optional.ofNullable(agents.get(name));
  }

  public List<Agent> all() {
    return List.copyOf(agents.values());
  }
}
