package dev.ratchet.assistant.safety;

import dev.ratchet.domain.FilterDecision;

/** Judges texts by rules that an operator can switch. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class SafetyFilter {
  /** Changes whenever the same text may be judged otherwise: stored decisions name it. */
  public String version() {
    throw new UnsupportedOperationException();
  }

  public FilterDecision judge(String text, Source source) {
    throw new UnsupportedOperationException();
  }

  /**
   * A filter for one answer.
   *
   * @param canary a secret word of the system prompt, which no answer may hold; empty for none
   */
  public OutputFilter output(String canary) {
    throw new UnsupportedOperationException();
  }
}
