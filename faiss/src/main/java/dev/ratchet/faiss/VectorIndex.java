package dev.ratchet.faiss;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one owner of an index in native memory: of unit vectors, which are known by their slot, the
 * count of those that were added before. Nothing is ever removed. Searches may run beside each
 * other; who adds or closes has to be alone.
 */
final class VectorIndex implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Memory memory;
  private final Cleaner.Cleanable cleanable;
  private final int dimensions;
  private final boolean graph;
  private final int efSearch;

  private VectorIndex(long handle, int efSearch) {
    memory = new Memory(handle);
    cleanable = CLEANER.register(this, memory);
    dimensions = FaissFunctions.dimensions(handle);
    graph = FaissFunctions.isGraph(handle);
    this.efSearch = efSearch;
  }

  /** A vector's slot and its inner product with what was asked for. */
  record Hit(int slot, float product) {}

  /** Compares with every vector: exact. */
  static VectorIndex flat(int dimensions) {
    return new VectorIndex(FaissFunctions.makeFlat(dimensions), 0);
  }

  /** Follows links between near vectors: fast, and not always exact. */
  static VectorIndex graph(int dimensions, FaissSettings settings) {
    long handle =
        FaissFunctions.makeGraph(dimensions, settings.neighbours(), settings.efConstruction());
    return new VectorIndex(handle, settings.efSearch());
  }

  /**
   * Reads what {@link #appendTo} wrote, from an offset on. What is read must be whole.
   *
   * @throws RuntimeException when it cannot be read, or is no such index
   */
  static VectorIndex read(Path file, long offset, FaissSettings settings) {
    return new VectorIndex(FaissFunctions.readFrom(file.toString(), offset), settings.efSearch());
  }

  int dimensions() {
    return dimensions;
  }

  boolean isGraph() {
    return graph;
  }

  int efSearch() {
    return efSearch;
  }

  int size() {
    try {
      return FaissFunctions.size(memory.handle());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * @param vectors one after the other
   * @param threads to link them with
   */
  void add(float[] vectors, int threads) {
    if (vectors.length % dimensions != 0) {
      throw new IllegalArgumentException("vectors of " + dimensions + " dimensions are needed");
    }
    try {
      FaissFunctions.add(memory.handle(), vectors.length / dimensions, vectors, threads);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  float[] vector(int slot) {
    try {
      long handle = memory.handle();
      float[] vector = new float[dimensions];
      FaissFunctions.vectorAt(handle, checked(handle, slot), vector);
      return vector;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The nearest ones, nearest first. */
  List<Hit> search(float[] query, int most) {
    checkQuery(query);
    try {
      long handle = memory.handle();
      int possible = Math.min(most, FaissFunctions.size(handle));
      if (possible == 0) {
        return List.of();
      }
      float[] products = new float[possible];
      long[] slots = new long[possible];
      int count = FaissFunctions.search(handle, query, possible, efSearch, products, slots);
      List<Hit> hits = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        hits.add(new Hit((int) slots[i], products[i]));
      }
      return hits;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The products of some vectors with what is asked for, in the order of the slots. */
  float[] products(float[] query, int[] slots) {
    checkQuery(query);
    try {
      long handle = memory.handle();
      for (int slot : slots) {
        checked(handle, slot);
      }
      float[] products = new float[slots.length];
      FaissFunctions.products(handle, query, slots.length, slots, products);
      return products;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  void appendTo(Path file) {
    try {
      FaissFunctions.appendTo(memory.handle(), file.toString());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Frees the memory; a second time does nothing. */
  @Override
  public void close() {
    cleanable.clean();
  }

  private void checkQuery(float[] query) {
    if (query.length != dimensions) {
      throw new IllegalArgumentException(
          "a vector of " + dimensions + " dimensions is needed, this one has " + query.length);
    }
  }

  private static int checked(long handle, int slot) {
    if (slot < 0 || slot >= FaissFunctions.size(handle)) {
      throw new IndexOutOfBoundsException("no vector has slot " + slot);
    }
    return slot;
  }

  /** What the cleaner frees; it must not know the index, which would never become unreachable. */
  private static final class Memory implements Runnable {
    private static final long FREED = 0;
    private volatile long handle;

    Memory(long handle) {
      this.handle = handle;
    }

    long handle() {
      long current = handle;
      if (current == FREED) {
        throw new IllegalStateException("this index is closed");
      }
      return current;
    }

    @Override
    public void run() {
      long last = handle;
      handle = FREED;
      FaissFunctions.destroy(last);
    }
  }
}
