package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.ApiClient;
import dev.ratchet.cli.client.ApiRefusal;
import dev.ratchet.cli.client.CommandFailure;
import dev.ratchet.cli.client.ExitCodes;
import dev.ratchet.cli.client.Output;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation at a terminal, until its person leaves. */
public final class Chat {
  private static final String PROMPT = "> ";

  /** Between two attempts to connect; a restart of the api takes seconds. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** Questions that Arrow-Up brings back after a switch to their session. */
  private static final int MOST_MESSAGES = 100;

  private final ChatApi api;
  private final Keyboard keyboard;
  private final Output output;
  private final SlashCommands commands;
  private String agent;
  private @Nullable String session;
  private List<Memory> recalled = List.of();
  private boolean leaving;

  Chat(ChatApi api, Keyboard keyboard, String agent) {
    this.api = api;
    this.keyboard = keyboard;
    this.output = keyboard.output();
    this.agent = agent;
    this.commands = new SlashCommands(this, api, output);
  }

  /**
   * Talks in this process's terminal.
   *
   * @param session to go on with; null for a new one
   * @return the exit code
   */
  public static int atTerminal(ApiClient client, @Nullable String session, String agent) {
    try (Keyboard keyboard = JLineKeyboard.ofProcess(SlashCommands.NAMES)) {
      Chat chat = new Chat(new ChatApi(client), keyboard, agent);
      return chat.run(session);
    }
  }

  /** The most recently active session; null when there is none. */
  public static @Nullable String latest(ApiClient client) {
    return new ChatApi(client)
        .sessions(1).stream().map(ChatApi.Session::id).findFirst().orElse(null);
  }

  int run(@Nullable String first) {
    output.line("Ratchet. /help shows the commands; Ctrl-C stops an answer, Ctrl-D leaves.");
    if (first != null) {
      switchTo(first);
    }
    while (!leaving) {
      switch (keyboard.read(PROMPT)) {
        case Keyboard.Input.Text text -> take(text.text());
        case Keyboard.Input.Interrupt ignored -> leave();
        case Keyboard.Input.End ignored -> leave();
      }
    }
    return ExitCodes.DONE;
  }

  private void take(String text) {
    try {
      if (text.startsWith("/") && !text.startsWith("//")) {
        commands.run(text);
      } else if (!text.isEmpty()) {
        ask(text.startsWith("//") ? text.substring(1) : text);
      }
    } catch (ApiRefusal | CommandFailure problem) {
      output.line("  · " + problem.getMessage());
    }
  }

  private void ask(String message) {
    Answer answer = new Answer(api, Question.of(message, session, agent), PAUSE);
    try (AnswerView view = new AnswerView(output);
        Keyboard.Watch ignored = keyboard.watch(answer::interrupt)) {
      try {
        switch (answer.follow(view::show, view::lost)) {
          case Answer.Ending.Told ignoredToo -> {}
          case Answer.Ending.Stopped ignoredToo -> view.note("stopped");
          case Answer.Ending.Left ignoredToo -> leave();
        }
      } finally {
        recalled = view.recalled();
        session = view.session().isEmpty() ? session : view.session();
      }
    }
  }

  void leave() {
    leaving = true;
  }

  void begin() {
    session = null;
    recalled = List.of();
    keyboard.recallable(List.of());
  }

  /** Goes on with a session, and shows where it was. */
  void switchTo(String id) {
    List<ChatApi.Said> said = api.messages(id, MOST_MESSAGES);
    session = id;
    recalled = List.of();
    keyboard.recallable(
        said.stream().filter(ChatApi.Said::byUser).map(ChatApi.Said::content).toList());
    said.subList(Math.max(0, said.size() - 2), said.size()).forEach(this::show);
  }

  private void show(ChatApi.Said message) {
    output.text((message.byUser() ? PROMPT : "") + message.content().strip() + "\n");
  }

  void agent(String name) {
    agent = name;
  }

  String agent() {
    return agent;
  }

  /** Null while nothing was said. */
  @Nullable String session() {
    return session;
  }

  List<Memory> recalled() {
    return recalled;
  }
}
