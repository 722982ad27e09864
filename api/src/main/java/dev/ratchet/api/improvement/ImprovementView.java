package dev.ratchet.api.improvement;

import dev.ratchet.domain.Improvement;

/**
 * An improvement for a person: finding, gates with figures and verdict are in it.
 *
 * @param diff where its diff is
 * @param undo how to undo it, or why there is nothing to undo
 */
public record ImprovementView(Improvement improvement, String diff, String undo) {
  static ImprovementView of(Improvement improvement) {
    return new ImprovementView(
        improvement, "/api/v1/improvements/" + improvement.id() + "/diff", undo(improvement));
  }

  private static String undo(Improvement improvement) {
    return switch (improvement.state()) {
      case APPLIED, VERIFIED -> "ratchet rollback " + improvement.id();
      case ROLLED_BACK -> "it was rolled back already";
      case WAITING_FOR_APPROVAL -> "nothing is applied: ratchet reject " + improvement.id();
      case PROPOSING, TESTING, NOT_PROPOSED, REJECTED, STOPPED -> "nothing was applied";
    };
  }
}
