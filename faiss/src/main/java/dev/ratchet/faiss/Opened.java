package dev.ratchet.faiss;

/** A store, and whether its owner has to fill it. */
public sealed interface Opened {
  FaissEmbeddingStore store();

  /**
   * @param mark that was saved with it
   */
  record Restored(FaissEmbeddingStore store, String mark) implements Opened {}

  /**
   * @param why what was saved cannot be used
   */
  record Empty(FaissEmbeddingStore store, String why) implements Opened {}
}
