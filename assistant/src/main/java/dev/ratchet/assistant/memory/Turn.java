package dev.ratchet.assistant.memory;

import dev.ratchet.domain.Message;
import java.time.Instant;
import java.util.Map;

/**
 * A question and its answer, stored together. The messages' ids follow from the turn's: {@link
 * #questionId} and {@link #answerId}.
 *
 * @param id chosen by who asks; the same id is the same turn. Letters, digits, dots, dashes and
 *     underscores, at most 128
 */
public record Turn(String id, Message question, Message answer) {
  private static final String QUESTION = ".q";
  private static final String ANSWER = ".a";

  public Turn {
    Ids.require(id, "a turn's id");
    if (!question.id().equals(questionId(id)) || !answer.id().equals(answerId(id))) {
      throw new IllegalArgumentException(
          "the messages of turn %s must have the ids %s and %s, were %s and %s"
              .formatted(id, questionId(id), answerId(id), question.id(), answer.id()));
    }
    if (!question.sessionId().equals(answer.sessionId())) {
      throw new IllegalArgumentException("the messages of a turn belong to one session");
    }
  }

  /** A turn of plain texts; the metadata are the answer's. */
  public static Turn of(
      String id,
      String sessionId,
      String question,
      Instant asked,
      String answer,
      Instant answered,
      Map<String, String> metadata) {
    return new Turn(
        id,
        new Message(
            questionId(id), sessionId, Message.Role.USER, question, asked, Map.of("turn", id)),
        new Message(answerId(id), sessionId, Message.Role.ASSISTANT, answer, answered, metadata));
  }

  public String sessionId() {
    return question.sessionId();
  }

  public static String questionId(String turnId) {
    return turnId + QUESTION;
  }

  public static String answerId(String turnId) {
    return turnId + ANSWER;
  }

  /** The turn that a message belongs to, whose id was made here. */
  static String turnOf(String messageId) {
    return messageId.endsWith(QUESTION) || messageId.endsWith(ANSWER)
        ? messageId.substring(0, messageId.length() - QUESTION.length())
        : "";
  }
}
