package dev.ratchet.activity.repository;

import dev.ratchet.domain.Candidate;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks that a person approved a stack's tip: the approval of a commit is one of all below it too.
 */
final class ApprovalCheck {
  private final byte[] key;

  ApprovalCheck(byte[] key) {
    this.key = key.clone();
  }

  /**
   * @param mirror tells whether each candidate is on the one before: else an approval of the last
   *     one would not be one of the others
   */
  void check(StackMove move, Mirror mirror) {
    String below = move.before();
    for (Candidate candidate : move.candidates()) {
      if (!mirror.parent(candidate.commit()).equals(below)) {
        throw notApproved(
            "commit " + candidate.commit() + " is not on " + below + " as it was approved");
      }
      below = candidate.commit();
    }
    Candidate tip = move.candidates().getLast();
    boolean approved =
        move.approvals().stream()
            .filter(approval -> approval.runId().equals(move.runId()))
            .filter(this::genuine)
            .anyMatch(approval -> covers(approval, tip, mirror));
    if (!approved) {
      throw notApproved(
          "commit " + tip.commit() + " of " + tip.improvementId() + " has no valid approval");
    }
  }

  private static ApplicationFailure notApproved(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, Failures.NOT_APPROVED);
  }

  private static boolean covers(Approval approval, Candidate tip, Mirror mirror) {
    return approval.commit().equals(tip.commit())
        ? approval.improvementId().equals(tip.improvementId())
        : mirror.isAncestor(tip.commit(), approval.commit());
  }

  private boolean genuine(Approval approval) {
    byte[] given = approval.signature().getBytes(StandardCharsets.US_ASCII);
    byte[] expected = sign(approval.signed()).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(given, expected);
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
