package dev.ratchet.assistant.memory;

import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;

/** Judges what is remembered, once, when it is stored; thread-safe. */
public interface Judge {
  /** Changes whenever the same text may be judged otherwise. */
  String version();

  /**
   * @param role who said it: what a person asked is an instruction by nature, what a model answered
   *     is data
   */
  FilterDecision judge(Message.Role role, String text);
}
