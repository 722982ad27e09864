package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The repositories that Ratchet works on. */
@Command(
    name = "target",
    mixinStandardHelpOptions = true,
    description = "Add, list, show and remove the repositories that Ratchet works on.")
final class TargetCommand implements Runnable {
  private static final String TARGETS = "/api/v1/targets";

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say what: add, list, show or remove");
    }
  }

  static CommandLine with(Gateway.Finder finder, Output output) {
    return new CommandLine(new TargetCommand())
        .addSubcommand(new Add(finder, output))
        .addSubcommand(new All(finder, output))
        .addSubcommand(new Show(finder, output))
        .addSubcommand(new Remove(finder, output));
  }

  @Command(name = "add", description = "Add a repository.")
  static final class Add extends ClientCommand {
    @Parameters(paramLabel = "PATH|URL", description = "A Git repository.")
    String location = "";

    @Option(names = "--name", description = "Its name; else made from the path.")
    @Nullable String name;

    @Option(names = "--branch", description = "Start from this branch; else the current one.")
    @Nullable String branch;

    @Option(
        names = "--self",
        description = "It is Ratchet's own source; known by itself where it is a path.")
    boolean self;

    Add(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      Repository repository = Repository.at(location);
      ObjectNode body = body().put("location", repository.location());
      if (name != null) {
        body.put("name", name);
      }
      if (branch != null) {
        body.put("branch", branch);
      }
      if (self || repository.self()) {
        body.put("self", true);
      }
      try (ApiClient api = api()) {
        JsonNode target = api.post(TARGETS, body);
        if (json) {
          output.json(target);
        } else {
          line(output, target);
        }
      }
      return ExitCodes.DONE;
    }
  }

  @Command(name = "list", description = "List the targets.")
  static final class All extends ClientCommand {
    All(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      try (ApiClient api = api()) {
        JsonNode list = api.get(TARGETS);
        if (json) {
          output.json(list);
          return ExitCodes.DONE;
        }
        list.path("targets").forEach(target -> line(output, target));
        if (list.path("targets").isEmpty()) {
          output.line("no targets yet: ratchet target add PATH");
        }
      }
      return ExitCodes.DONE;
    }
  }

  @Command(name = "show", description = "Show a target and what was found out about it.")
  static final class Show extends ClientCommand {
    @Parameters(paramLabel = "NAME")
    String name = "";

    Show(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      try (ApiClient api = api()) {
        JsonNode view = api.get(TARGETS + "/" + ApiClient.part(name));
        if (json) {
          output.json(view);
          return ExitCodes.DONE;
        }
        line(output, view.path("target"));
        if (view.has("latestRun")) {
          output.line(
              "latest run: %s, %s"
                  .formatted(
                      view.at("/latestRun/runId").asText(),
                      RunText.words(view.at("/latestRun/stage").asText())));
        }
        settings(view.path("settings"));
      }
      return ExitCodes.DONE;
    }

    private void settings(JsonNode settings) {
      if (settings.isMissingNode()) {
        output.line("settings: known after its first run");
        return;
      }
      settings
          .properties()
          .forEach(
              setting -> {
                if (!setting.getValue().isContainerNode() || !setting.getValue().isEmpty()) {
                  output.line("  %s: %s".formatted(setting.getKey(), setting.getValue()));
                }
              });
    }
  }

  @Command(name = "remove", description = "Forget a target; its repository stays as it is.")
  static final class Remove extends ClientCommand {
    @Parameters(paramLabel = "NAME")
    String name = "";

    Remove(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      try (ApiClient api = api()) {
        api.delete(TARGETS + "/" + ApiClient.part(name), null);
        if (json) {
          output.json(body().put("removed", name));
        } else {
          output.line("removed %s".formatted(name));
        }
      }
      return ExitCodes.DONE;
    }
  }

  private static void line(Output output, JsonNode target) {
    String branch = target.path("branch").asText("");
    output.line(
        "%-24s %s%s%s"
            .formatted(
                target.path("name").asText(),
                target.path("location").asText(),
                branch.isEmpty() ? "" : "  branch " + branch,
                target.path("self").asBoolean() ? "  (Ratchet itself)" : ""));
  }
}
