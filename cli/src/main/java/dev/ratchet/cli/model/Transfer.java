package dev.ratchet.cli.model;

/** Hears how far a model's file has come. */
@FunctionalInterface
interface Transfer {
  /**
   * @param bytes of the whole file; may fall when something begins anew
   */
  void at(long bytes);
}
