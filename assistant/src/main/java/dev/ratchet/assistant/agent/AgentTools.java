package dev.ratchet.assistant.agent;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.ratchet.domain.Principal;
import java.util.List;

/** What an agent can do besides talking. Implementations are thread-safe. */
public interface AgentTools {
  /** An agent that only talks. */
  AgentTools NONE =
      new AgentTools() {
        @Override
        public List<ToolSpecification> specifications() {
          return List.of();
        }

        @Override
        public Outcome run(Principal principal, String sessionId, Order order) {
          return new Outcome.Result("there is no such tool");
        }

        @Override
        public String confirmed(Principal principal, String sessionId, String action) {
          return "there is nothing to confirm";
        }
      };

  List<ToolSpecification> specifications();

  /** Does what does not change state at once; what does waits for the person's agreement. */
  Outcome run(Principal principal, String sessionId, Order order);

  /**
   * Does what the person agreed to, once.
   *
   * @return what came of it, for the model and the person
   */
  String confirmed(Principal principal, String sessionId, String action);

  /**
   * A model's wish.
   *
   * @param arguments a JSON object, as the model wrote it
   */
  record Order(String name, String arguments) {}

  /** What came of it. */
  sealed interface Outcome {
    /** Text for the model; also what was wrong with its order. */
    record Result(String text) implements Outcome {}

    /**
     * @param action names the agreement
     * @param says what would happen, in one sentence for the person
     */
    record NeedsConfirmation(String action, String says) implements Outcome {}
  }
}
