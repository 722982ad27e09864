package dev.ratchet.api.openai;

import dev.ratchet.assistant.safety.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a request for a chat completion; the rest of its body is the model
 * server's affair.
 *
 * @param maxTokens null where it names none
 * @param session that it asks to be remembered in; null for none
 * @param reasoning whether thoughts are to be passed on, apart from the answer
 * @param said all texts that it puts before the model
 */
record ChatRequest(
    String model,
    boolean stream,
    @Nullable Integer maxTokens,
    @Nullable String session,
    boolean reasoning,
    List<Said> said) {
  /** One text of a message. */
  record Said(String text, Source source) {}
}
