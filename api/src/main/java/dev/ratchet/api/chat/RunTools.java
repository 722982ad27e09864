package dev.ratchet.api.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.ratchet.api.chat.PendingActions.Action;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.run.RunOrder;
import dev.ratchet.api.run.RunReader;
import dev.ratchet.api.run.Runs;
import dev.ratchet.api.target.TargetBook;
import dev.ratchet.assistant.agent.AgentTools;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.target.Targets;
import dev.ratchet.workflow.Payloads;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** What the improver can do: look at targets and runs, and, once a person agrees, steer them. */
public final class RunTools implements AgentTools {
  private static final ObjectMapper JSON = Payloads.mapper();

  private static final List<ToolSpecification> SPECIFICATIONS =
      List.of(
          tool("list_targets", "Lists the repositories that can be improved.", object()),
          tool(
              "list_runs",
              "Lists the latest improvement runs, newest first.",
              object().addStringProperty("target", "name of a repository; leave out for all")),
          tool(
              "show_run",
              "Tells how a run is doing or how it ended, and its improvements.",
              object().addStringProperty("run", "id of the run").required("run")),
          tool(
              "start_run",
              "Starts an improvement run over a repository.",
              object()
                  .addStringProperty("target", "name of the repository")
                  .addEnumProperty(
                      "only",
                      List.of("PERFORMANCE", "CODE_QUALITY", "BUG_FIX"),
                      "only improvements of this type; leave out for all")
                  .addIntegerProperty("improvements", "at most so many; leave out for the usual")
                  .required("target")),
          tool(
              "pause_run",
              "Lets a run start nothing new until it is resumed.",
              object().addStringProperty("run", "id of the run").required("run")),
          tool(
              "resume_run",
              "Goes on with a paused run.",
              object().addStringProperty("run", "id of the run").required("run")),
          tool(
              "stop_run",
              "Ends a run.",
              object()
                  .addStringProperty("run", "id of the run")
                  .addStringProperty("reason", "why, in one sentence")
                  .required("run", "reason")));

  private final Targets targets;
  private final TargetBook book;
  private final RunReader reader;
  private final Runs runs;
  private final PendingActions actions;

  public RunTools(
      Targets targets, TargetBook book, RunReader reader, Runs runs, UnifiedJedis redis) {
    this.targets = targets;
    this.book = book;
    this.reader = reader;
    this.runs = runs;
    this.actions = new PendingActions(redis);
  }

  private static JsonObjectSchema.Builder object() {
    return JsonObjectSchema.builder();
  }

  private static ToolSpecification tool(
      String name, String description, JsonObjectSchema.Builder parameters) {
    return ToolSpecification.builder()
        .name(name)
        .description(description)
        .parameters(parameters.build())
        .build();
  }

  @Override
  public List<ToolSpecification> specifications() {
    return SPECIFICATIONS;
  }

  @Override
  public Outcome run(Principal principal, String sessionId, Order order) {
    try {
      JsonNode arguments = JSON.readTree(order.arguments());
      return switch (order.name()) {
        case "list_targets" -> new Outcome.Result(targets());
        case "list_runs" -> new Outcome.Result(runs(optional(arguments, "target")));
        case "show_run" -> new Outcome.Result(RunWords.of(reader.find(id(arguments, "run"))));
        case "start_run", "pause_run", "resume_run", "stop_run" ->
            ask(principal, new Action(sessionId, order.name(), arguments));
        default -> new Outcome.Result("there is no tool '" + order.name() + "'");
      };
    } catch (JsonProcessingException malformed) {
      return new Outcome.Result("the arguments must be a JSON object");
    } catch (ProblemException | IllegalArgumentException wrong) {
      return new Outcome.Result("this is not possible: " + wrong.getMessage());
    }
  }

  private Outcome ask(Principal principal, Action action) {
    String says = says(action);
    return new Outcome.NeedsConfirmation(actions.propose(principal.id(), action), says);
  }

  /** What would happen; also checks that it can. */
  private String says(Action action) {
    JsonNode arguments = action.arguments();
    if (action.tool().equals("start_run")) {
      RunOrder order = order(arguments);
      Target target = book.of(order);
      return "I would start a run over %s%s%s."
          .formatted(
              target.name(),
              order.only() == null ? "" : ", only improvements of the type " + order.only(),
              order.improvements() == null ? "" : ", at most " + order.improvements());
    }
    String run = id(arguments, "run");
    if (!reader.open(run).orElse(false)) {
      throw ProblemException.notFound("no-such-run", "no run '%s' is open".formatted(run));
    }
    return switch (action.tool()) {
      case "pause_run" -> "I would pause the run %s.".formatted(run);
      case "resume_run" -> "I would go on with the run %s.".formatted(run);
      default -> "I would end the run %s: %s.".formatted(run, text(arguments, "reason"));
    };
  }

  @Override
  public String confirmed(Principal principal, String sessionId, String id) {
    return actions
        .take(principal.id(), sessionId, id)
        .map(action -> perform(principal, action))
        .orElse("There is nothing to confirm: it was done already, or was asked too long ago.");
  }

  private String perform(Principal principal, Action action) {
    try {
      if (action.tool().equals("start_run")) {
        RunOrder order = order(action.arguments());
        Target target = book.of(order);
        String run = runs.start(runs.reserve(target), target, order, principal, false);
        return "The run %s has begun. Follow it with: ratchet follow %s".formatted(run, run);
      }
      String run = id(action.arguments(), "run");
      switch (action.tool()) {
        case "pause_run" -> runs.pause(run, principal);
        case "resume_run" -> runs.resume(run, principal);
        default -> runs.stop(run, principal, text(action.arguments(), "reason"));
      }
      return "Done: the run %s was told.".formatted(run);
    } catch (ProblemException refused) {
      return "That was not possible: " + refused.getMessage();
    }
  }

  private static RunOrder order(JsonNode arguments) {
    String only = optional(arguments, "only");
    return new RunOrder(
        text(arguments, "target"),
        null,
        null,
        null,
        null,
        null,
        arguments.path("improvements").isInt() ? arguments.path("improvements").asInt() : null,
        only == null ? null : ImprovementType.valueOf(only.toUpperCase(Locale.ROOT)));
  }

  private String targets() {
    return targets.all().isEmpty()
        ? "there are none; a person adds one with: ratchet target add PATH"
        : targets.all().stream()
            .map(target -> target.name() + " at " + target.location())
            .collect(Collectors.joining("\n"));
  }

  private String runs(@Nullable String target) {
    String lines =
        reader.list(target, 10).stream()
            .map(run -> "%s: %s %s".formatted(run.runId(), run.state(), run.stage()))
            .collect(Collectors.joining("\n"));
    return lines.isEmpty() ? "there are none" : lines;
  }

  private static String id(JsonNode arguments, String name) {
    String id = text(arguments, name);
    if (!Call.isId(id)) {
      throw new IllegalArgumentException("'%s' must be an id".formatted(name));
    }
    return id;
  }

  private static String text(JsonNode arguments, String name) {
    String text = optional(arguments, name);
    if (text == null || text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "'%s' is needed: one line of at most 200 characters".formatted(name));
    }
    return text;
  }

  private static @Nullable String optional(JsonNode arguments, String name) {
    String text = arguments.path(name).asText("");
    return text.isBlank() ? null : text.strip();
  }
}
