package dev.ratchet.cli.client;

import dev.ratchet.cli.client.chat.Chat;
import dev.ratchet.cli.client.chat.OneQuestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Talks with the assistant. */
@Command(
    name = "chat",
    description = {
      "Talk with the assistant.",
      "With a question, or one through a pipe, print its answer and exit."
    })
final class ChatCommand extends ClientCommand {
  /** The api takes no more. */
  private static final int MOST_BYTES = 1 << 20;

  private final InputStream input;

  @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "Ask this and exit.")
  List<String> words = List.of();

  @ArgGroup @Nullable Which which;

  @Option(
      names = "--agent",
      paramLabel = "NAME",
      defaultValue = "assistant",
      description = "Who answers (${DEFAULT-VALUE}).")
  String agent = "assistant";

  /** Which session; else a new one. */
  static final class Which {
    @Option(names = "--session", paramLabel = "ID", description = "Go on with this session.")
    @Nullable String session;

    @Option(
        names = {"-c", "--continue"},
        description = "Go on with the latest session.")
    boolean latest;
  }

  ChatCommand(Gateway.Finder finder, Output output, InputStream input) {
    super(finder, output);
    this.input = input;
  }

  @Override
  int run() {
    boolean atTerminal = words.isEmpty() && output.terminal();
    if (atTerminal && json) {
      throw new CommandFailure(2, "with --json the question comes with it or through a pipe");
    }
    String message = atTerminal ? "" : message();
    try (ApiClient api = api()) {
      if (atTerminal) {
        return Chat.atTerminal(api, session(api), agent);
      }
      OneQuestion question = new OneQuestion(api, output, message, session(api), agent);
      return json ? question.printJson() : question.print();
    }
  }

  private @Nullable String session(ApiClient api) {
    if (which == null) {
      return null;
    }
    return which.latest ? Chat.latest(api) : which.session;
  }

  private String message() {
    String message = words.isEmpty() ? piped() : String.join(" ", words);
    if (message.isBlank()) {
      throw new CommandFailure(2, "there is no question");
    }
    return message.strip();
  }

  private String piped() {
    try {
      byte[] bytes = input.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new CommandFailure(2, "a question has at most 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw new CommandFailure(2, "the question is no text in UTF-8");
    } catch (IOException e) {
      throw new CommandFailure(ExitCodes.FAILED, "the question cannot be read: " + e.getMessage());
    }
  }
}
