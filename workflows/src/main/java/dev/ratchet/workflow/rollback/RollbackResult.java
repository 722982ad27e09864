package dev.ratchet.workflow.rollback;

import dev.ratchet.domain.TestCounts;

/** What became of a rollback. */
public sealed interface RollbackResult {
  /**
   * @param tip where the improvements branch is afterwards
   * @param reverted whether a revert commit was made; else the branch went back
   */
  record RolledBack(String improvementId, String tip, boolean reverted, TestCounts tests)
      implements RollbackResult {}

  record Refused(String improvementId, String code, String message) implements RollbackResult {}
}
