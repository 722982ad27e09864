package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The switches of what acts by itself. */
@Command(
    name = "autonomy",
    mixinStandardHelpOptions = true,
    description = "List, and switch on or off, what Ratchet does without being told.")
final class AutonomyCommand implements Runnable {
  private static final String PATH = "/api/v1/autonomy";

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say what: list, on or off");
    }
  }

  static CommandLine with(Gateway.Finder finder, Output output) {
    return new CommandLine(new AutonomyCommand())
        .addSubcommand(new All(finder, output))
        .addSubcommand(new On(finder, output))
        .addSubcommand(new Off(finder, output));
  }

  @Command(name = "list", description = "List what acts by itself, and whether it may.")
  static final class All extends ClientCommand {
    All(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      try (ApiClient api = api()) {
        JsonNode view = api.get(PATH);
        if (json) {
          output.json(view);
          return ExitCodes.DONE;
        }
        if (view.path("stopped").asBoolean()) {
          output.line("the emergency stop is engaged, or it cannot be read: none of them acts");
        }
        view.path("functions").forEach(this::line);
      }
      return ExitCodes.DONE;
    }

    private void line(JsonNode function) {
      String by = function.path("by").asText("");
      output.line(
          "%-16s %-4s %s%s"
              .formatted(
                  function.path("name").asText(),
                  function.path("on").asBoolean() ? "on" : "off",
                  function.path("description").asText(),
                  by.isEmpty() || by.equals("null") ? "" : " (switched by " + by + ")"));
    }
  }

  /** Switches one function. */
  abstract static class Switch extends ClientCommand {
    @Parameters(paramLabel = "NAME")
    String name = "";

    Switch(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    int put(boolean on) {
      try (ApiClient api = api()) {
        JsonNode view = api.post(PATH + "/" + ApiClient.part(name), body().put("on", on));
        if (json) {
          output.json(view);
        } else {
          output.line("%s is %s".formatted(name, on ? "on" : "off"));
        }
      }
      return ExitCodes.DONE;
    }
  }

  @Command(name = "on", description = "Let a function act by itself.")
  static final class On extends Switch {
    On(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      return put(true);
    }
  }

  @Command(name = "off", description = "Keep a function from acting by itself.")
  static final class Off extends Switch {
    Off(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      return put(false);
    }
  }
}
