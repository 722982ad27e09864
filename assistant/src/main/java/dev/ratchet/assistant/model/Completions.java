package dev.ratchet.assistant.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes completions of LangChain4j's responses. */
final class Completions {
  private Completions() {}

  /** As in {@link Completion}. */
  record Times(Duration queued, Duration firstToken, Duration total) {}

  /**
   * @param text cleaned
   * @param asked the model that was asked for, for servers that do not say which answered
   */
  static Completion of(ChatResponse response, String text, String asked, Times times) {
    String model = response.metadata().modelName();
    TokenUsage usage = response.metadata().tokenUsage();
    return new Completion(
        text,
        toolCalls(response),
        model == null ? asked : model,
        finishReason(response.metadata().finishReason()),
        usage == null || usage.inputTokenCount() == null ? 0 : usage.inputTokenCount(),
        usage == null || usage.outputTokenCount() == null ? 0 : usage.outputTokenCount(),
        times.queued(),
        times.firstToken(),
        times.total());
  }

  private static List<ToolExecutionRequest> toolCalls(ChatResponse response) {
    return response.aiMessage().toolExecutionRequests().stream()
        .map(call -> call.toBuilder().name(AnswerCleaner.toolName(call.name())).build())
        .toList();
  }

  private static String finishReason(@Nullable FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "length";
      case TOOL_EXECUTION -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case STOP, OTHER -> "stop";
      case null -> "stop";
    };
  }
}
