package dev.ratchet.activity.gate;

import dev.ratchet.domain.GateError;
import java.util.List;
import java.util.Map;

/** One reason to refuse a candidate. Stateless and thread-safe. */
public interface Gate {
  /** Kebab-case; also the name of its page in docs/gates. */
  String name();

  /**
   * @param figures for numbers that a person may want to see
   * @return why the candidate is refused; empty when it passes
   */
  List<GateError> check(Trial trial, Map<String, String> figures) throws InterruptedException;
}
