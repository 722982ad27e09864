package dev.ratchet.assistant.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How what is remembered lies in Redis: what is unknown there is skipped, so that it may grow. */
final class MemoryJson {
  static final JsonMapper MAPPER = new JsonMapper();

  private MemoryJson() {}

  static String write(Message message) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("role", message.role().name());
    node.put("content", message.content());
    node.put("at", message.timestamp().toEpochMilli());
    ObjectNode metadata = node.putObject("metadata");
    new TreeMap<>(message.metadata()).forEach(metadata::put);
    return node.toString();
  }

  static Message message(String id, String sessionId, String json) {
    JsonNode node = read(json);
    Map<String, String> metadata = new TreeMap<>();
    node.path("metadata")
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
    return new Message(
        id,
        sessionId,
        Message.Role.valueOf(node.path("role").asText()),
        node.path("content").asText(),
        Instant.ofEpochMilli(node.path("at").asLong()),
        metadata);
  }

  static String write(Judgement judgement) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("version", judgement.version());
    node.set("question", decision(judgement.question()));
    node.set("answer", decision(judgement.answer()));
    return node.toString();
  }

  static Judgement judgement(String json) {
    JsonNode node = read(json);
    return new Judgement(
        node.path("version").asText(),
        decision(node.path("question")),
        decision(node.path("answer")));
  }

  private static ObjectNode decision(FilterDecision decision) {
    ObjectNode node = MAPPER.createObjectNode();
    switch (decision) {
      case FilterDecision.Allow() -> node.put("decision", "allow");
      case FilterDecision.Flag(List<String> rules, String reason) -> {
        node.put("decision", "flag").put("reason", reason);
        rules.forEach(node.putArray("rules")::add);
      }
      case FilterDecision.Block(String rule, String reason, String appeal) ->
          node.put("decision", "block")
              .put("rule", rule)
              .put("reason", reason)
              .put("appeal", appeal);
    }
    return node;
  }

  private static FilterDecision decision(JsonNode node) {
    return switch (node.path("decision").asText()) {
      case "allow" -> new FilterDecision.Allow();
      case "flag" -> {
        List<String> rules = new ArrayList<>();
        node.path("rules").forEach(rule -> rules.add(rule.asText()));
        yield new FilterDecision.Flag(rules, node.path("reason").asText());
      }
      case "block" ->
          new FilterDecision.Block(
              node.path("rule").asText(),
              node.path("reason").asText(),
              node.path("appeal").asText());
      default -> throw new IllegalStateException("a stored decision is damaged");
    };
  }

  static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      // Without the text, which may be what somebody said.
      throw new IllegalStateException("what is remembered is damaged at " + e.getLocation());
    }
  }
}
