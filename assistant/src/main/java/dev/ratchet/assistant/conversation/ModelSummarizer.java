package dev.ratchet.assistant.conversation;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.ratchet.assistant.memory.Summarizer;
import dev.ratchet.assistant.model.Completion;
import dev.ratchet.assistant.model.Generation;
import dev.ratchet.assistant.model.GenerationListener;
import dev.ratchet.assistant.model.Lane;
import dev.ratchet.assistant.model.ModelAccess;
import dev.ratchet.assistant.model.ModelFailure;
import dev.ratchet.assistant.model.Origin;
import dev.ratchet.assistant.model.ParameterTuner;
import dev.ratchet.assistant.model.TaskKind;
import dev.ratchet.assistant.model.Tuning;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Summaries by the model that answers, when nobody waits for it. */
public final class ModelSummarizer implements Summarizer {
  /** The name under which background work waits for the model. */
  private static final String USER = "ratchet";

  private final ModelAccess model;
  private final ParameterTuner tuner;

  public ModelSummarizer(ModelAccess model, ParameterTuner tuner) {
    this.model = model;
    this.tuner = tuner;
  }

  @Override
  public String summarize(String prompt) {
    Tuning tuning = tuner.choose(TaskKind.SUMMARY);
    CompletableFuture<String> summary = new CompletableFuture<>();
    Generation generation =
        model.generate(
            ChatRequest.builder()
                .messages(UserMessage.from(prompt))
                .temperature(tuning.chosen().temperature())
                .maxOutputTokens(tuning.chosen().maxTokens())
                .build(),
            new Origin(Lane.BACKGROUND, USER, "summary"),
            new GenerationListener() {
              @Override
              public void text(String piece) {
                // The completion has it all.
              }

              @Override
              public void completed(Completion completion) {
                tuner.learn(
                    tuning,
                    completion.finishReason().equals("stop") && !completion.text().isBlank());
                summary.complete(completion.text());
              }

              @Override
              public void failed(ModelFailure failure, boolean partial) {
                summary.completeExceptionally(new IllegalStateException(failure.message()));
              }
            });
    try {
      return summary.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no summary", e);
    } catch (InterruptedException e) {
      generation.cancel();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("no summary: closed", e);
    }
  }
}
