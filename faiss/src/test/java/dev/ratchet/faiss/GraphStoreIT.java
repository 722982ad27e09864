package dev.ratchet.faiss;

/** The same with a graph from the second embedding on. */
class GraphStoreIT extends FlatStoreIT {
  @Override
  FaissSettings settings() {
    return FaissSettings.DEFAULT.withFlatUpTo(1);
  }
}
