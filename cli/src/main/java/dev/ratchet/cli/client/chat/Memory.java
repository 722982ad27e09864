package dev.ratchet.cli.client.chat;

import com.fasterxml.jackson.databind.JsonNode;

/** Something that was said before, and why it came to mind. */
record Memory(String turn, String session, String when, String text, String why, double score) {
  static Memory of(JsonNode data) {
    return new Memory(
        data.path("turn").asText(data.path("turnId").asText("")),
        data.path("session").asText(data.path("sessionId").asText("")),
        data.path("when").asText(""),
        data.path("text").asText(""),
        data.path("why").asText(""),
        data.path("score").asDouble());
  }
}
