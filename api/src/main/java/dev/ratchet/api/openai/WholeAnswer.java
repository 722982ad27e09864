package dev.ratchet.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Checks an answer that came as one JSON object; only its texts may become others. */
final class WholeAnswer {
  private static final JsonMapper JSON = new JsonMapper();

  private WholeAnswer() {}

  /** The answer that is passed on. */
  static byte[] of(byte[] answer, AnswerText text, Measured measured) throws IOException {
    AnswerScan scan;
    try {
      scan = AnswerScan.of(answer);
    } catch (IOException malformed) {
      throw ModelRefusal.nonsense("something that is no JSON, or half of one");
    }
    if (!scan.hasChoices()) {
      throw ModelRefusal.nonsense("an answer without choices");
    }
    measured.counted(scan.promptTokens(), scan.completionTokens());
    if (text.idle() && !AnswerText.mayHoldMarker(answer, 0, answer.length)) {
      return answer;
    }
    byte[] edited =
        scan.with(
            content -> text.push(content) + text.finish(),
            AnswerText::toolName,
            text::reasoningMember);
    return text.blocked() ? finished(edited) : edited;
  }

  private static byte[] finished(byte[] answer) throws IOException {
    JsonNode root = JSON.readTree(answer);
    if (root.at("/choices/0") instanceof ObjectNode choice) {
      choice.put("finish_reason", "content_filter");
    }
    return JSON.writeValueAsBytes(root);
  }
}
