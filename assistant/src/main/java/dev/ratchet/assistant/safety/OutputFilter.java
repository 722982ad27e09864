package dev.ratchet.assistant.safety;

import dev.ratchet.domain.FilterDecision;

/** Cleans one answer while it streams. For one thread. */
public interface OutputFilter {
  /** What of the answer so far may be passed on now; holds back only what may still be a match. */
  String push(String piece);

  /** The rest, when the answer has ended. */
  String finish();

  /** What was found so far; after a Block nothing more is passed on. */
  FilterDecision decision();
}
