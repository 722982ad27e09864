package dev.ratchet.domain;

import org.jspecify.annotations.Nullable;

/**
 * One structured reason why a gate refuses.
 *
 * @param kind for example "compile-error", "test-failed", "test-missing", "new-finding",
 *     "out-of-scope", "protected-path", "does-not-parse"
 * @param place where, when it has a place
 * @param subject the test, rule, path or symbol it is about
 */
public record GateError(String kind, @Nullable Place place, String subject, String message) {
  public GateError {
    Checks.text(kind, "kind");
  }
}
