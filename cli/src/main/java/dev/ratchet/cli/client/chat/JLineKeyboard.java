package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A terminal with line editing. What was typed is kept in memory only. */
final class JLineKeyboard implements Keyboard {
  private static final int MOST_RECALLABLE = 500;

  private final Terminal terminal;
  private final LineReader reader;
  private final DefaultHistory history = new DefaultHistory();
  private String ahead = "";

  JLineKeyboard(Terminal terminal, List<String> commands) {
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .history(history)
            .parser(JLineKeyboard::parse)
            .completer((line, parsed, candidates) -> complete(parsed, commands, candidates))
            .variable(LineReader.HISTORY_SIZE, MOST_RECALLABLE)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "… ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .build();
  }

  /** The terminal that this process was started in. */
  static JLineKeyboard ofProcess(List<String> commands) {
    try {
      return new JLineKeyboard(TerminalBuilder.builder().system(true).dumb(true).build(), commands);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use this terminal", e);
    }
  }

  private static ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
    if (context == Parser.ParseContext.ACCEPT_LINE && Typed.whole(line).isEmpty()) {
      throw new EOFError(-1, -1, "the message goes on");
    }
    return new Line(line, cursor);
  }

  private static void complete(
      ParsedLine parsed, List<String> commands, List<Candidate> candidates) {
    if (parsed.line().startsWith("/")) {
      commands.forEach(command -> candidates.add(new Candidate(command)));
    }
  }

  /** A line as one word: a message has no syntax. */
  private record Line(String line, int cursor) implements CompletingParsedLine {
    @Override
    public String word() {
      return line;
    }

    @Override
    public int wordCursor() {
      return cursor;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return cursor;
    }

    @Override
    public int rawWordLength() {
      return line.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(line);
    }
  }

  @Override
  public Input read(String prompt) {
    Optional<String> message = typedAhead();
    if (message.isPresent()) {
      output().line(prompt + message.get().replace("\n", "\n… "));
      history.add(message.get());
      return new Input.Text(message.get());
    }
    String typedAhead = ahead;
    ahead = "";
    try {
      String typed = reader.readLine(prompt, null, (Character) null, typedAhead);
      return new Input.Text(Typed.whole(typed).orElse(typed).strip());
    } catch (UserInterruptException interrupt) {
      return interrupt.getPartialLine().isBlank() ? new Input.Interrupt() : read(prompt);
    } catch (EndOfFileException end) {
      return new Input.End();
    }
  }

  /** The first message of what was typed ahead, when it was ended with Enter. */
  private Optional<String> typedAhead() {
    for (int end = ahead.indexOf('\n'); end >= 0; end = ahead.indexOf('\n', end + 1)) {
      Optional<String> message = Typed.whole(ahead.substring(0, end));
      if (message.isPresent()) {
        ahead = ahead.substring(end + 1);
        return message;
      }
    }
    return Optional.empty();
  }

  @Override
  public void recallable(List<String> messages) {
    try {
      history.purge();
    } catch (IOException e) {
      throw new UncheckedIOException("the history is in memory", e);
    }
    messages.forEach(history::add);
  }

  @Override
  public Watch watch(Runnable interrupt) {
    boolean echo = terminal.echo(false);
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> interrupt.run());
    Ahead typing = new Ahead(terminal.reader(), interrupt);
    return () -> {
      ahead += typing.end();
      terminal.handle(Terminal.Signal.INT, before);
      terminal.echo(echo);
    };
  }

  @Override
  public Output output() {
    return new Output(terminal.writer(), terminal.writer(), true);
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give the terminal back", e);
    }
  }
}
