package dev.ratchet.faiss;

import dev.langchain4j.data.segment.TextSegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Entries and their vectors. Reading may go on beside reading; who changes has to be alone. */
final class Contents implements AutoCloseable {
  /** Fewer tombstones are not worth a rebuild. */
  private static final int FEW_TOMBSTONES = 64;

  private final FaissSettings settings;
  private final Entries entries;
  // None while nothing is stored: a store for each of thousands of users has to be light.
  private @Nullable VectorIndex index;
  private boolean closed;

  Contents(FaissSettings settings) {
    this(settings, new Entries(), null);
  }

  /** The index holds a vector for each slot of the entries. */
  Contents(FaissSettings settings, Entries entries, @Nullable VectorIndex index) {
    this.settings = settings;
    this.entries = entries;
    this.index = index;
  }

  void put(String id, UnitVector vector, @Nullable TextSegment segment) {
    checkOpen();
    VectorIndex current = index == null ? VectorIndex.flat(vector.values().length) : index;
    checkDimensions(vector.values(), current);
    index = current;
    int hash = Arrays.hashCode(vector.values());
    Entry entry = new Entry(id, vector.length(), hash, segment);
    int slot = entries.slotOf(hash);
    if (slot != Entries.NO_SLOT && Arrays.equals(current.vector(slot), vector.values())) {
      entries.join(entry, slot);
    } else {
      current.add(vector.values(), 1);
      entries.append(entry);
    }
  }

  boolean remove(String id) {
    checkOpen();
    boolean removed = entries.remove(id);
    if (entries.size() == 0) {
      clear();
    }
    return removed;
  }

  void clear() {
    checkOpen();
    entries.clear();
    if (index != null) {
      index.close();
      index = null;
    }
  }

  Entries entries() {
    checkOpen();
    return entries;
  }

  @Nullable VectorIndex index() {
    checkOpen();
    return index;
  }

  List<Search.Found> nearest(
      float[] query, int most, float least, @Nullable Predicate<Entry> fits) {
    checkOpen();
    if (index == null) {
      return List.of();
    }
    checkDimensions(query, index);
    return new Search(entries, index, query, least).nearest(most, fits);
  }

  /** As it was given to {@link #put}. */
  float[] vector(Entry entry) {
    checkOpen();
    if (index == null) {
      throw new IllegalStateException("no vector for " + entry.id);
    }
    float[] vector = index.vector(entry.slot);
    return entry.length == 1 ? vector : UnitVector.scaled(vector, entry.length);
  }

  boolean wantsRebuild() {
    if (closed || index == null) {
      return false;
    }
    boolean tooMany = !index.isGraph() && living() > settings.flatUpTo();
    boolean tooDead = entries.tombstones() > Math.max(FEW_TOMBSTONES, living() / 2);
    return tooMany || tooDead;
  }

  private int living() {
    return entries.slots() - entries.tombstones();
  }

  /** An empty index of the kind that suits so many entries. */
  VectorIndex successor(VectorIndex current) {
    return living() > settings.flatUpTo()
        ? VectorIndex.graph(current.dimensions(), settings)
        : VectorIndex.flat(current.dimensions());
  }

  /** Takes an index that holds the vectors of these slots, in this order. */
  void replace(VectorIndex successor, List<Integer> slots) {
    checkOpen();
    if (index != null) {
      index.close();
    }
    index = successor;
    entries.renumber(slots);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      clear();
      closed = true;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this store is closed");
    }
  }

  private static void checkDimensions(float[] vector, VectorIndex index) {
    if (vector.length != index.dimensions()) {
      throw new IllegalArgumentException(
          String.format(
              "vectors here have %d dimensions, this one has %d",
              index.dimensions(), vector.length));
    }
  }
}
