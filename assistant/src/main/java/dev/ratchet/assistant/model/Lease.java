package dev.ratchet.assistant.model;

import java.time.Duration;

/**
 * What a process may do with slots of the model server, between two exchanges with the ledger. Not
 * thread-safe.
 *
 * <p>While the ledger cannot be reached, a process goes on with the slots that it had, and with one
 * where it had none: the worst that comes of it is that the server has one request more for each
 * process than it works on at a time, and keeps it waiting itself. To stop would cost every chat.
 */
final class Lease {
  private static final SlotLedger.Grant NONE =
      new SlotLedger.Grant(0, 0, 0, false, LaneCounts.NONE, Duration.ZERO);

  private SlotLedger.Grant grant = NONE;
  private long until = System.nanoTime();
  private boolean ledgerGone;
  private int most = Integer.MAX_VALUE;

  /**
   * While the ledger is asked: no more than so many may be in use, for the rest is being given
   * back.
   */
  void keepOnly(int slots) {
    most = slots;
  }

  void granted(SlotLedger.Grant given, long askedNanos) {
    grant = given;
    until = askedNanos + given.lease().toNanos();
    ledgerGone = false;
    most = Integer.MAX_VALUE;
  }

  void ledgerGone() {
    ledgerGone = true;
    most = Integer.MAX_VALUE;
  }

  boolean valid() {
    return System.nanoTime() - until < 0;
  }

  /** How many requests may be under way for another to begin. */
  int share() {
    if (valid()) {
      return Math.min(most, grant.share());
    }
    return ledgerGone ? Math.max(1, grant.held()) : 0;
  }

  int held() {
    return valid() || ledgerGone ? grant.held() : 0;
  }

  long token() {
    return grant.token();
  }

  /** Whether another process waits. */
  boolean wanted() {
    return grant.wanted() && !ledgerGone;
  }

  boolean isLedgerGone() {
    return ledgerGone;
  }

  /** What waits in other processes. */
  LaneCounts othersWaiting() {
    return ledgerGone ? LaneCounts.NONE : grant.othersWaiting();
  }
}
