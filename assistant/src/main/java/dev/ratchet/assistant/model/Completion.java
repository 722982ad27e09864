package dev.ratchet.assistant.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.time.Duration;
import java.util.List;

/**
 * How a generation ended well.
 *
 * @param finishReason as OpenAI names it: "stop", "length", "tool_calls", "content_filter"
 * @param promptTokens as the server counted; 0 when it did not
 * @param queued time in the queue
 * @param firstToken from the request to the first token
 * @param total from the request to the end
 */
public record Completion(
    String text,
    List<ToolExecutionRequest> toolCalls,
    String model,
    String finishReason,
    int promptTokens,
    int completionTokens,
    Duration queued,
    Duration firstToken,
    Duration total) {
  public Completion {
    toolCalls = List.copyOf(toolCalls);
  }
}
