package dev.ratchet.assistant.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in a session up to some turn; made of the summary before and of the turns after
 * that.
 *
 * @param through sequence of the last turn that it covers
 * @param sources ids of the turns that it covers and the summary before does not
 * @param version of the filter that let it pass
 */
public record Summary(
    String text, long through, List<String> sources, Instant madeAt, String version) {
  public Summary {
    sources = List.copyOf(sources);
  }

  String write() {
    ObjectNode node = MemoryJson.MAPPER.createObjectNode();
    node.put("text", text).put("through", through).put("at", madeAt.toEpochMilli());
    node.put("version", version);
    sources.forEach(node.putArray("sources")::add);
    return node.toString();
  }

  static Summary read(String json) {
    JsonNode node = MemoryJson.read(json);
    List<String> sources = new ArrayList<>();
    node.path("sources").forEach(source -> sources.add(source.asText()));
    return new Summary(
        node.path("text").asText(),
        node.path("through").asLong(),
        sources,
        Instant.ofEpochMilli(node.path("at").asLong()),
        node.path("version").asText());
  }
}
