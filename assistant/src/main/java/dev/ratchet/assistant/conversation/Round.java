package dev.ratchet.assistant.conversation;

import dev.ratchet.assistant.model.Completion;
import dev.ratchet.assistant.model.GenerationListener;
import dev.ratchet.assistant.model.ModelFailure;
import dev.ratchet.assistant.safety.OutputFilter;
import dev.ratchet.domain.FilterDecision;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One generation of a turn, as it is told to the turn's followers. */
final class Round implements GenerationListener {
  private final LiveTurn live;
  private final OutputFilter filter;
  private final ToolText tools;
  private final Runnable cancel;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /** How it ended. */
  sealed interface Outcome {
    record Answered(Completion completion) implements Outcome {}

    record Failed(ModelFailure failure) implements Outcome {}
  }

  /**
   * @param toolNames that the model may wish for
   * @param cancel ends the generation
   */
  Round(LiveTurn live, OutputFilter filter, Set<String> toolNames, Runnable cancel) {
    this.live = live;
    this.filter = filter;
    this.tools = new ToolText(toolNames);
    this.cancel = cancel;
  }

  Outcome await() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  ToolText tools() {
    return tools;
  }

  @Override
  public void queued(int position, Duration expectedWait) {
    live.add(new ChatEvent.Queued(position, expectedWait.toSeconds()));
  }

  @Override
  public void started() {
    live.add(new ChatEvent.Started());
  }

  @Override
  public void reasoning(String piece) {
    live.add(new ChatEvent.Reasoning(piece));
  }

  @Override
  public void text(String piece) {
    tell(filter.push(tools.push(piece)));
    if (filter.decision() instanceof FilterDecision.Block) {
      cancel.run();
    }
  }

  /** What was held back, now that it is known to be text. */
  void release() {
    tell(filter.push(tools.drain()));
    tell(filter.finish());
  }

  private void tell(String text) {
    if (!text.isEmpty()) {
      live.add(new ChatEvent.Text(text));
    }
  }

  @Override
  public void completed(Completion completion) {
    outcome.complete(new Outcome.Answered(completion));
  }

  @Override
  public void failed(ModelFailure failure, boolean partial) {
    outcome.complete(new Outcome.Failed(failure));
  }
}
