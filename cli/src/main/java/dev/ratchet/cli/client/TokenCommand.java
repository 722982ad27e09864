package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Who may come in. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Create, list and revoke the tokens of people and programs.")
final class TokenCommand implements Runnable {
  private static final String TOKENS = "/api/v1/tokens";

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say what: create, list or revoke");
    }
  }

  static CommandLine with(Gateway.Finder finder, Output output) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new Create(finder, output))
        .addSubcommand(new All(finder, output))
        .addSubcommand(new Revoke(finder, output));
  }

  /** As the api names them. */
  enum Role {
    USER,
    ADMIN
  }

  @Command(
      name = "create",
      description = {
        "Make a token, which is shown this once. A user chats and sees what is their own;",
        "an admin may do all."
      })
  static final class Create extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "Whose it is: lower-case letters and digits.")
    String name = "";

    @Option(
        names = "--role",
        required = true,
        paramLabel = "user|admin",
        converter = RoleName.class,
        description = "What it may do: user or admin.")
    Role role = Role.USER;

    @Option(
        names = "--ttl",
        paramLabel = "D",
        converter = Span.class,
        description = "How long it passes, like 90m, 12h or 30d; for ever unless told.")
    @Nullable Duration ttl;

    Create(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      ObjectNode order = body().put("id", name).put("role", role.name());
      if (ttl != null) {
        order.put("ttl", ttl.toString());
      }
      try (ApiClient api = api()) {
        JsonNode made = api.post(TOKENS, order);
        if (json) {
          output.json(made);
        } else {
          output.line(made.path("token").asText());
          output.err().println("This is the only time that it is shown. " + until(made));
          output.err().flush();
        }
      }
      return ExitCodes.DONE;
    }
  }

  @Command(name = "list", description = "List the tokens, without what makes them valid.")
  static final class All extends ClientCommand {
    All(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      try (ApiClient api = api()) {
        JsonNode list = api.get(TOKENS);
        if (json) {
          output.json(list);
        } else {
          list.path("tokens").forEach(this::line);
        }
      }
      return ExitCodes.DONE;
    }

    private void line(JsonNode token) {
      String role = token.at("/principal/roles/0").asText().toLowerCase(Locale.ROOT);
      output.line(
          "%-32s %-6s made %s  %s"
              .formatted(
                  token.path("id").asText(), role, token.path("createdAt").asText(), until(token)));
    }
  }

  @Command(
      name = "revoke",
      description = "Revoke a token; it passes for at most five seconds more.")
  static final class Revoke extends ClientCommand {
    @Parameters(paramLabel = "NAME")
    String name = "";

    Revoke(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      try (ApiClient api = api()) {
        api.delete(TOKENS + "/" + ApiClient.part(name), null);
        if (json) {
          output.json(body().put("revoked", name));
        } else {
          output.line("revoked %s".formatted(name));
        }
      }
      return ExitCodes.DONE;
    }
  }

  private static String until(JsonNode token) {
    String end = token.path("expiresAt").asText("");
    if (end.isEmpty()) {
      return "It does not expire.";
    }
    return (token.path("expired").asBoolean() ? "It expired at " : "It expires at ") + end + ".";
  }

  /** Roles as people write them. */
  static final class RoleName implements ITypeConverter<Role> {
    @Override
    public Role convert(String text) {
      try {
        return Role.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException("it is user or admin, was '" + text + "'");
      }
    }
  }

  /** A number and a unit, as people write it. */
  static final class Span implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([smhd])");

    @Override
    public Duration convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException("a duration is like 90m, 12h or 30d, was '" + text + "'");
      }
      long amount = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
  }
}
