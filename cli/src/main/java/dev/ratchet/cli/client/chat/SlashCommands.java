package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.CommandFailure;
import dev.ratchet.cli.client.ExitCodes;
import dev.ratchet.cli.client.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What begins with '/' in a conversation. */
final class SlashCommands {
  static final List<String> NAMES =
      List.of(
          "/help",
          "/sessions",
          "/new",
          "/switch",
          "/rename",
          "/recall",
          "/stop",
          "/export",
          "/agent",
          "/quit");

  private static final String HELP =
      """
      /sessions               the latest sessions, numbered
      /switch NUMBER|ID       go on with another session
      /new                    begin a new one
      /rename TITLE           name this one
      /recall [WORDS]         what came to mind for the last answer and why; or search all that was said
      /export [json] [FILE]   write this session to a file, as Markdown or JSON
      /agent [NAME]           who answers
      /stop                   stop the answer, while it comes (as Ctrl-C does)
      /quit                   leave (as Ctrl-D does)
      A line that ends with \\ goes on in the next one; \""" begins and ends a block of lines.
      A message that begins with / is typed with two of them.
      """;

  private static final int MOST_SESSIONS = 20;
  private static final int MOST_WORDS = 160;

  private final Chat chat;
  private final ChatApi api;
  private final Output output;
  private List<ChatApi.Session> listed = List.of();

  SlashCommands(Chat chat, ChatApi api, Output output) {
    this.chat = chat;
    this.api = api;
    this.output = output;
  }

  void run(String line) {
    String[] parts = line.split("\\s+", 2);
    String rest = parts.length > 1 ? parts[1].strip() : "";
    switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "/help", "/?" -> output.text(HELP);
      case "/sessions" -> sessions();
      case "/new" -> {
        chat.begin();
        note("a new session");
      }
      case "/switch" -> chat.switchTo(named(rest));
      case "/rename" -> rename(rest);
      case "/recall" -> memories(rest.isEmpty() ? chat.recalled() : api.search(rest));
      case "/stop" -> note("no answer is under way");
      case "/export" -> export(rest);
      case "/agent" -> agent(rest);
      case "/quit", "/exit" -> chat.leave();
      default ->
          note(
              "there is no %s: see /help; a message that begins with / is typed with two"
                  .formatted(parts[0]));
    }
  }

  private void sessions() {
    listed = api.sessions(MOST_SESSIONS);
    if (listed.isEmpty()) {
      note("no session yet");
    }
    IntStream.range(0, listed.size()).forEach(i -> line(i + 1, listed.get(i)));
  }

  private void line(int number, ChatApi.Session session) {
    output.line(
        "%2d%s %-50s %s"
            .formatted(
                number,
                session.id().equals(chat.session()) ? "*" : " ",
                session.title().isEmpty() ? session.id() : shortened(session.title(), 50),
                Ago.text(session.lastActivityAt(), Instant.now())));
  }

  private String named(String text) {
    if (text.isEmpty()) {
      throw refusal("say which: /switch NUMBER; /sessions shows them");
    }
    if (!text.matches("\\d{1,3}")) {
      return text;
    }
    if (listed.isEmpty()) {
      listed = api.sessions(MOST_SESSIONS);
    }
    int number = Integer.parseInt(text);
    if (number < 1 || number > listed.size()) {
      throw refusal("there is no session %d: see /sessions".formatted(number));
    }
    return listed.get(number - 1).id();
  }

  private void rename(String title) {
    if (title.isEmpty()) {
      throw refusal("say how: /rename TITLE");
    }
    api.rename(present(), title);
    note("renamed");
  }

  private void memories(List<Memory> memories) {
    if (memories.isEmpty()) {
      note("nothing comes to mind");
    }
    for (Memory memory : memories) {
      output.line(
          "%.2f  %s  %s"
              .formatted(memory.score(), Ago.text(memory.when(), Instant.now()), memory.why()));
      output.line("      " + shortened(memory.text(), MOST_WORDS));
    }
  }

  private void export(String rest) {
    boolean json = rest.equals("json") || rest.startsWith("json ");
    String name = json ? rest.substring(4).strip() : rest;
    String session = present();
    String ending = json ? ".json" : ".md";
    String text = api.export(session, json ? "json" : "markdown");
    try {
      Path file = Path.of(name.isEmpty() ? "chat-" + session + ending : name);
      Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      note("written to " + file.toAbsolutePath());
    } catch (FileAlreadyExistsException exists) {
      throw refusal("there is such a file already: /export %sFILE".formatted(json ? "json " : ""));
    } catch (IOException | InvalidPathException e) {
      throw refusal("cannot write it: " + e.getMessage());
    }
  }

  private void agent(String name) {
    if (!name.isEmpty()) {
      chat.agent(name);
    }
    note("answers come from " + chat.agent());
  }

  private String present() {
    String session = chat.session();
    if (session == null) {
      throw refusal("nothing was said yet");
    }
    return session;
  }

  private static CommandFailure refusal(String message) {
    return new CommandFailure(ExitCodes.REFUSED, message);
  }

  private void note(String text) {
    output.line("  · " + text);
  }

  private static String shortened(String text, int most) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }
}
