package dev.ratchet.cli.client.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.cli.client.ApiClient;

/** An answer as one JSON object. */
final class Transcript {
  private final ObjectNode json = ApiClient.JSON.createObjectNode();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();

  void take(ChatEvent event) {
    switch (event) {
      case ChatEvent.InSession known ->
          json.put("session", known.session()).put("turn", known.turn());
      case ChatEvent.Queued ignored -> {}
      case ChatEvent.Started ignored -> {}
      case ChatEvent.Text piece -> text.append(piece.text());
      case ChatEvent.Reasoning piece -> reasoning.append(piece.text());
      case ChatEvent.Recalled recalled -> recalled(recalled);
      case ChatEvent.Tool tool ->
          json.withArrayProperty("tools")
              .addObject()
              .put("name", tool.name())
              .put("confirm", tool.confirm());
      case ChatEvent.Done done -> done(done);
      case ChatEvent.Failed failed -> failed(failed);
    }
  }

  private void recalled(ChatEvent.Recalled recalled) {
    ArrayNode memories = json.putArray("recalled");
    for (Memory memory : recalled.memories()) {
      memories
          .addObject()
          .put("turn", memory.turn())
          .put("session", memory.session())
          .put("when", memory.when())
          .put("text", memory.text())
          .put("why", memory.why())
          .put("score", memory.score());
    }
  }

  private void done(ChatEvent.Done done) {
    json.put("finishReason", done.finishReason())
        .put("degraded", done.degraded())
        .put("partial", done.partial());
    json.putObject("usage")
        .put("promptTokens", done.promptTokens())
        .put("completionTokens", done.completionTokens());
  }

  private void failed(ChatEvent.Failed failed) {
    json.put("partial", failed.partial());
    json.putObject("error")
        .put("kind", failed.kind())
        .put("message", failed.message())
        .put("retryAfterSeconds", failed.retryAfterSeconds());
  }

  ObjectNode json() {
    json.put("text", text.toString());
    if (!reasoning.isEmpty()) {
      json.put("reasoning", reasoning.toString());
    }
    return json;
  }
}
