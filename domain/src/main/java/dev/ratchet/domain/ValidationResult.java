package dev.ratchet.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was found about one candidate of one improvement.
 *
 * @param testedAt the commit whose full tests this result rests on: the tip of the candidate's
 *     stack; null when it did not get that far
 * @param performanceDelta relative change of a measured time, negative is faster; null when nothing
 *     was measured
 */
public record ValidationResult(
    String improvementId,
    Candidate candidate,
    Verdict verdict,
    List<GateResult> gates,
    TestCounts tests,
    @Nullable String testedAt,
    @Nullable Double performanceDelta,
    boolean rollbackRequired) {
  public ValidationResult {
    Checks.text(improvementId, "improvementId");
    gates = List.copyOf(gates);
  }

  public boolean testsPassed() {
    return tests.total() > 0 && tests.failed() == 0;
  }

  public List<GateError> errors() {
    return gates.stream().flatMap(gate -> gate.errors().stream()).toList();
  }
}
