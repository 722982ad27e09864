package dev.ratchet.assistant.model;

import java.time.Duration;

/** Who may use how many of the model server's slots. Thread-safe. */
interface SlotLedger extends AutoCloseable {
  /**
   * What a process needs.
   *
   * @param busy requests under way
   * @param users different users who wait
   * @param served requests begun since the last exchange
   * @param spare slots wished for beyond the need, so that the next request finds one
   * @param keep slots that are not given back: at least those in use
   */
  record Demand(LaneCounts busy, LaneCounts waiting, int users, int served, int spare, int keep) {
    int total() {
      return busy.total() + waiting.total();
    }
  }

  /**
   * What a process was given.
   *
   * @param held slots that nobody else uses while the lease lasts
   * @param share slots that it may begin new work on: fewer than it holds when others wait
   * @param wanted whether another process waits for a slot
   * @param lease how long it is valid from when it was asked for
   */
  record Grant(
      int held, int share, long token, boolean wanted, LaneCounts othersWaiting, Duration lease) {}

  /**
   * Renews the lease and adapts it to the demand.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when nobody can be asked
   */
  Grant exchange(Demand demand);

  /** Runs something, on any thread, when another process gave slots back or waits for some. */
  void onChange(Runnable action);

  /** Gives everything back. */
  @Override
  void close();
}
