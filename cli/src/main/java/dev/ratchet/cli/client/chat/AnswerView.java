package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.Output;
import java.util.List;
import java.util.Locale;

/** Shows an answer as it comes: its text to standard output, what is said about it apart. */
final class AnswerView implements AutoCloseable {
  private final Output output;
  private final StatusLine status;
  private boolean inLine;
  private List<Memory> recalled = List.of();
  private String session = "";

  AnswerView(Output output) {
    this.output = output;
    this.status = new StatusLine(output);
  }

  void show(ChatEvent event) {
    switch (event) {
      case ChatEvent.InSession known -> {
        session = known.session();
        status.show("…");
      }
      case ChatEvent.Queued queued -> waiting(queued);
      case ChatEvent.Started started -> status.show("thinking");
      case ChatEvent.Reasoning reasoning -> {
        if (!inLine) {
          status.show("thinking");
        }
      }
      case ChatEvent.Recalled memories -> recalled = memories.memories();
      case ChatEvent.Text text -> text(text.text());
      case ChatEvent.Tool tool -> tool(tool);
      case ChatEvent.Done done -> done(done);
      case ChatEvent.Failed failed -> failed(failed);
    }
  }

  private void waiting(ChatEvent.Queued queued) {
    status.show(
        String.format(
            Locale.ROOT,
            "waiting: position %d, about %.0f s",
            queued.position(),
            queued.expectedWaitSeconds()));
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      status.clear();
      output.text(text);
      inLine = !text.endsWith("\n");
    }
  }

  private void tool(ChatEvent.Tool tool) {
    note(
        tool.confirm().isEmpty()
            ? "uses " + tool.name()
            : "asks before it uses %s: %s".formatted(tool.name(), tool.confirm()));
  }

  private void done(ChatEvent.Done done) {
    endLine();
    if (done.degraded() != null) {
      note(
          done.degraded().equals("cached")
              ? "the model is not there: this is an earlier answer to the same question"
              : "the model is not there: " + done.degraded());
    }
    if (done.partial()) {
      note("this answer is not whole");
    }
    if (done.finishReason().equals("length")) {
      note("it ends here because the answer's longest length is reached");
    }
    if (!recalled.isEmpty()) {
      note("%d recalled: /recall shows what and why".formatted(recalled.size()));
    }
  }

  private void failed(ChatEvent.Failed failed) {
    endLine();
    if (failed.partial()) {
      note("this answer is not whole; what there is of it is kept");
    }
    if (failed.cancelled()) {
      note("stopped");
      return;
    }
    note(failed.message().isEmpty() ? "it failed: " + failed.kind() : failed.message());
    if (failed.retryAfterSeconds() > 0) {
      note("try again in %d s".formatted(failed.retryAfterSeconds()));
    }
  }

  void lost(String what) {
    if (!inLine) {
      status.show(what);
    }
  }

  /** Something that is said about the answer and is no part of it. */
  void note(String text) {
    endLine();
    output.err().println("  · " + Output.harmless(text));
    output.err().flush();
  }

  private void endLine() {
    status.clear();
    if (inLine) {
      output.text("\n");
      inLine = false;
    }
  }

  List<Memory> recalled() {
    return recalled;
  }

  /** Empty when the api has not told. */
  String session() {
    return session;
  }

  @Override
  public void close() {
    endLine();
    status.close();
  }
}
