package dev.ratchet.faiss;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * Copies what lives into a new index beside the one in use, and exchanges them. Linking a graph
 * takes long and goes on without a lock; vectors of a slot never change, so a copy stays right.
 */
final class Rebuild {
  /** So many are copied under the read lock at a time: a fraction of a millisecond. */
  private static final int CHUNK = 256;

  /** So many may be left to link under the write lock. */
  private static final int FEW = 16;

  private final Contents contents;
  private final ReadWriteLock lock;
  private final int threads;
  private final VectorIndex from;
  private final VectorIndex to;
  private final List<Integer> copied = new ArrayList<>();
  private int next;

  private Rebuild(
      Contents contents, ReadWriteLock lock, int threads, VectorIndex from, VectorIndex to) {
    this.contents = contents;
    this.lock = lock;
    this.threads = threads;
    this.from = from;
    this.to = to;
  }

  /** Rebuilds when it is time to. */
  static void run(Contents contents, ReadWriteLock lock, int threads) {
    Rebuild rebuild;
    lock.readLock().lock();
    try {
      VectorIndex from = contents.isClosed() ? null : contents.index();
      if (from == null || !contents.wantsRebuild()) {
        return;
      }
      rebuild = new Rebuild(contents, lock, threads, from, contents.successor(from));
    } finally {
      lock.readLock().unlock();
    }
    rebuild.run();
  }

  private void run() {
    boolean exchanged = false;
    try {
      exchanged = copyMost() && exchange();
    } finally {
      if (!exchanged) {
        to.close();
      }
    }
  }

  /** Returns false when the old index is no longer in use: all was removed, or closed. */
  private boolean copyMost() {
    int count = CHUNK;
    while (count > FEW) {
      List<Integer> living;
      float[] vectors;
      Lock reading = lock.readLock();
      reading.lock();
      try {
        if (!inUse()) {
          return false;
        }
        living = contents.entries().living(next, CHUNK);
        vectors = vectors(living);
      } finally {
        reading.unlock();
      }
      link(living, vectors);
      count = living.size();
    }
    return true;
  }

  private boolean exchange() {
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      if (!inUse()) {
        return false;
      }
      List<Integer> living = contents.entries().living(next, Integer.MAX_VALUE);
      link(living, vectors(living));
      contents.replace(to, copied);
      return true;
    } finally {
      writing.unlock();
    }
  }

  private boolean inUse() {
    return !contents.isClosed() && contents.index() == from;
  }

  private float[] vectors(List<Integer> living) {
    int dimensions = from.dimensions();
    float[] vectors = new float[living.size() * dimensions];
    for (int i = 0; i < living.size(); i++) {
      float[] vector = from.vector(living.get(i));
      System.arraycopy(vector, 0, vectors, i * dimensions, dimensions);
    }
    return vectors;
  }

  private void link(List<Integer> living, float[] vectors) {
    if (!living.isEmpty()) {
      to.add(vectors, threads);
      copied.addAll(living);
      next = living.getLast() + 1;
    }
  }
}
