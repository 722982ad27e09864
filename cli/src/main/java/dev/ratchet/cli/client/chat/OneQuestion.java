package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.ApiClient;
import dev.ratchet.cli.client.ExitCodes;
import dev.ratchet.cli.client.Output;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One question and its answer, for scripts and pipes. Ctrl-C stops the answer. */
public final class OneQuestion {
  /** Of the process that is told to end, for the api to be told. */
  private static final long FAREWELL_SECONDS = 3;

  private final Output output;
  private final Answer answer;

  /**
   * @param session null for a new one
   */
  public OneQuestion(
      ApiClient client, Output output, String message, @Nullable String session, String agent) {
    this.output = output;
    this.answer = new Answer(new ChatApi(client), Question.of(message, session, agent), Chat.PAUSE);
  }

  /** Prints the answer as it comes; returns the exit code. */
  public int print() {
    try (AnswerView view = new AnswerView(output)) {
      Answer.Ending ending = follow(view::show, view::lost);
      if (ending instanceof Answer.Ending.Stopped) {
        view.note("stopped");
      }
      return exitCode(ending);
    }
  }

  /** Prints one JSON object when the answer has ended; returns the exit code. */
  public int printJson() {
    Transcript transcript = new Transcript();
    Answer.Ending ending = follow(transcript::take, lost -> {});
    output.json(transcript.json());
    return exitCode(ending);
  }

  private Answer.Ending follow(Consumer<ChatEvent> events, Consumer<String> lost) {
    CountDownLatch over = new CountDownLatch(1);
    Thread farewell = new Thread(() -> stopAndWait(over), "stop-answer");
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      return answer.follow(events, lost);
    } finally {
      over.countDown();
      remove(farewell);
    }
  }

  private void stopAndWait(CountDownLatch over) {
    answer.interrupt();
    try {
      if (!over.await(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        answer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException goingDown) {
      // Ctrl-C came: the hook runs.
    }
  }

  private static int exitCode(Answer.Ending ending) {
    return switch (ending) {
      case Answer.Ending.Told(ChatEvent.Done done) -> ExitCodes.DONE;
      case Answer.Ending.Told(ChatEvent.Failed failed) -> failed.exitCode();
      case Answer.Ending.Stopped stopped -> ExitCodes.STOPPED;
      case Answer.Ending.Left left -> ExitCodes.STOPPED;
    };
  }
}
