package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where commands write to. Not thread-safe.
 *
 * @param terminal whether a person's terminal shows it, so that a line may be written anew
 */
public record Output(PrintWriter out, PrintWriter err, boolean terminal) {
  public static Output ofProcess() {
    return new Output(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  public void line(String text) {
    out.println(harmless(text));
    out.flush();
  }

  /** Text as it is, but for a terminal without what would steer it. */
  public void text(String text) {
    out.print(terminal ? text.replaceAll("[\\p{Cntrl}\\x80-\\x9f&&[^\\n\\t]]", "?") : text);
    out.flush();
  }

  /** What a target's build or files say must not steer a terminal. */
  public static String harmless(String line) {
    return line.replaceAll("[\\p{Cntrl}\\x80-\\x9f&&[^\\t]]", " ");
  }

  public void json(JsonNode node) {
    out.println(node);
    out.flush();
  }
}
