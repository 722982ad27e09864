package dev.ratchet.api.chat;

import dev.ratchet.api.http.Route;
import dev.ratchet.assistant.Assistant;
import dev.ratchet.assistant.model.ModelHealth;
import dev.ratchet.assistant.model.ModelLink;
import dev.ratchet.assistant.model.TaskKind;
import dev.ratchet.domain.Principal.Role;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the model server is, and which parameters are chosen for it. */
public final class ModelRoutes {
  private final Assistant assistant;

  public ModelRoutes(Assistant assistant) {
    this.assistant = assistant;
  }

  /**
   * Parameters that may be chosen, and what is known of them.
   *
   * @param good outcomes; older ones count less
   * @param expected how often it is expected to do well, from 0 to 1
   */
  public record Choice(
      double temperature, int maxTokens, double good, double bad, double expected) {}

  public record Tuned(String task, List<Choice> choices) {}

  /**
   * @param state "up", "none", or what is wrong
   * @param breaker whether requests are let through; null without a model
   */
  public record ModelView(
      String state,
      @Nullable String breaker,
      List<String> models,
      double errorRate,
      long firstTokenMillis,
      long totalMillis,
      List<Tuned> tuning) {}

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/model", "readModel")
            .says("chat", "How the model server is, and what is known of its parameters")
            .needs(Role.ADMIN)
            .answers(200, ModelView.class, "The model server")
            .does(call -> call.answer(200, view())));
  }

  private ModelView view() {
    return assistant
        .server()
        .map(server -> view(assistant.modelState(), server))
        .orElseGet(() -> new ModelView("none", null, List.of(), 0, 0, 0, List.of()));
  }

  private static ModelView view(String state, ModelLink server) {
    ModelHealth.Status status = server.health().status();
    return new ModelView(
        state,
        status.breaker().name(),
        status.models(),
        status.errorRate(),
        status.firstToken().toMillis(),
        status.total().toMillis(),
        Arrays.stream(TaskKind.values()).map(task -> tuned(server, task)).toList());
  }

  private static Tuned tuned(ModelLink server, TaskKind task) {
    return new Tuned(
        task.name(),
        server.tuner().look(task).stream()
            .map(
                arm ->
                    new Choice(
                        arm.parameters().temperature(),
                        arm.parameters().maxTokens(),
                        arm.good(),
                        arm.bad(),
                        arm.expected()))
            .toList());
  }
}
