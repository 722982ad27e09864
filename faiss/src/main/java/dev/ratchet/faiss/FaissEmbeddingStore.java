package dev.ratchet.faiss;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotEmpty;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.RelevanceScore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeddings in memory, found by cosine similarity. While there are few, each is compared and what
 * is found is exact; of many, a graph finds nearly all of the nearest. Adding under an id that is
 * there replaces. It is a cache: {@link #save} and {@link #open} keep it over a restart, its owner
 * has to be able to fill it again. Thread-safe; searches run beside each other.
 */
public final class FaissEmbeddingStore implements EmbeddingStore<TextSegment>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaissEmbeddingStore.class);

  /** So many are added under the lock at a time: up to 8 ms, where there is a graph. */
  private static final int CHUNK = 16;

  private final FaissSettings settings;
  private final Executor rebuilds;
  private final Contents contents;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final ReentrantLock saving = new ReentrantLock();
  // Stays set after a rebuild that failed: it would fail again, and searches are right without.
  private final AtomicBoolean rebuilding = new AtomicBoolean();

  public FaissEmbeddingStore() {
    this(FaissSettings.DEFAULT);
  }

  public FaissEmbeddingStore(FaissSettings settings) {
    this(settings, BackgroundThread.EXECUTOR);
  }

  /**
   * @param rebuilds runs what may take a minute of computing
   */
  public FaissEmbeddingStore(FaissSettings settings, Executor rebuilds) {
    this(settings, rebuilds, new Contents(settings));
  }

  FaissEmbeddingStore(FaissSettings settings, Executor rebuilds, Contents contents) {
    this.settings = settings;
    this.rebuilds = rebuilds;
    this.contents = contents;
  }

  /** Restores what {@link #save} wrote. */
  public static Opened open(Path file, FaissSettings settings) {
    return open(file, settings, BackgroundThread.EXECUTOR);
  }

  public static Opened open(Path file, FaissSettings settings, Executor rebuilds) {
    try {
      IndexFile.Restored read = IndexFile.read(file, settings);
      FaissEmbeddingStore store = new FaissEmbeddingStore(settings, rebuilds, read.contents());
      store.rebuildIfWanted();
      return new Opened.Restored(store, read.mark());
    } catch (NoSuchFileException missing) {
      return new Opened.Empty(new FaissEmbeddingStore(settings, rebuilds), "there is no file");
    } catch (IOException damaged) {
      String why = String.valueOf(damaged.getMessage());
      return new Opened.Empty(new FaissEmbeddingStore(settings, rebuilds), why);
    }
  }

  @Override
  public String add(Embedding embedding) {
    return addAll(List.of(embedding)).getFirst();
  }

  @Override
  public void add(String id, Embedding embedding) {
    add(id, embedding, null);
  }

  @Override
  public String add(Embedding embedding, @Nullable TextSegment segment) {
    String id = generateIds(1).getFirst();
    add(id, embedding, segment);
    return id;
  }

  /** Replaces what has this id. */
  public void add(String id, Embedding embedding, @Nullable TextSegment segment) {
    put(List.of(id), List.of(embedding), Collections.singletonList(segment));
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    List<String> ids = generateIds(embeddings.size());
    put(ids, embeddings, Collections.nCopies(ids.size(), null));
    return ids;
  }

  /** Replaces what has these ids. Others may see some of them before the rest. */
  @Override
  public void addAll(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
    put(ids, embeddings, segments);
  }

  private void put(
      List<String> ids,
      List<Embedding> embeddings,
      List<? extends @Nullable TextSegment> segments) {
    checkSizes(ids, embeddings, segments);
    ids.forEach(id -> ensureNotBlank(id, "id"));
    List<UnitVector> vectors =
        embeddings.stream().map(embedding -> UnitVector.of(embedding.vector())).toList();
    for (int from = 0; from < ids.size(); from += CHUNK) {
      int first = from;
      int last = Math.min(from + CHUNK, ids.size());
      change(
          () -> {
            for (int i = first; i < last; i++) {
              contents.put(ids.get(i), vectors.get(i), segments.get(i));
            }
          });
    }
  }

  private static void checkSizes(List<?> ids, List<?> embeddings, List<?> segments) {
    if (ids.size() != embeddings.size() || ids.size() != segments.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%d ids, %d embeddings and %d segments do not belong together",
              ids.size(), embeddings.size(), segments.size()));
    }
  }

  @Override
  public void removeAll(Collection<String> ids) {
    ensureNotEmpty(ids, "ids");
    change(() -> ids.forEach(contents::remove));
  }

  @Override
  public void removeAll(Filter filter) {
    ensureNotNull(filter, "filter");
    change(
        () ->
            contents.entries().all().stream()
                .filter(entry -> entry.fits(filter))
                .map(entry -> entry.id)
                .toList()
                .forEach(contents::remove));
  }

  @Override
  public void removeAll() {
    change(contents::clear);
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return search(request, null);
  }

  /**
   * Only those whose id fits.
   *
   * @param ids is asked under the store's lock, perhaps for every id
   */
  public EmbeddingSearchResult<TextSegment> search(
      EmbeddingSearchRequest request, @Nullable Predicate<String> ids) {
    UnitVector query = UnitVector.of(request.queryEmbedding().vector());
    Filter filter = request.filter();
    Predicate<Entry> fits =
        ids == null && filter == null
            ? null
            : entry ->
                (ids == null || ids.test(entry.id)) && (filter == null || entry.fits(filter));
    // A little less, for what rounding makes of it; the scores decide.
    float least = Math.nextDown((float) (2 * request.minScore() - 1));
    return read(
        () ->
            new EmbeddingSearchResult<>(
                contents.nearest(query.values(), request.maxResults(), least, fits).stream()
                    .map(this::match)
                    .filter(match -> match.score() >= request.minScore())
                    .toList()));
  }

  private EmbeddingMatch<TextSegment> match(Search.Found found) {
    Entry entry = found.entry();
    double cosine = Math.clamp(found.product(), -1.0, 1.0);
    return new EmbeddingMatch<>(
        RelevanceScore.fromCosineSimilarity(cosine),
        entry.id,
        Embedding.from(contents.vector(entry)),
        entry.segment);
  }

  public int size() {
    return read(() -> contents.entries().size());
  }

  public boolean contains(String id) {
    return read(() -> contents.entries().get(id) != null);
  }

  /**
   * Writes all of it, in place of what the file held. Others may search meanwhile, and not add. Not
   * for a virtual thread: native code writes.
   *
   * @param mark what the owner wants to read again with it: how far it had filled the store
   */
  public void save(Path file, String mark) throws IOException {
    saving.lock();
    try (IndexFile.Writing writing = new IndexFile.Writing(file)) {
      lock.readLock().lock();
      try {
        writing.write(contents, mark);
      } finally {
        lock.readLock().unlock();
      }
      writing.commit();
    } finally {
      saving.unlock();
    }
  }

  private <T> T read(Supplier<T> reading) {
    lock.readLock().lock();
    try {
      return reading.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void change(Runnable changing) {
    lock.writeLock().lock();
    try {
      changing.run();
    } finally {
      lock.writeLock().unlock();
    }
    rebuildIfWanted();
  }

  private void rebuildIfWanted() {
    if (read(contents::wantsRebuild) && rebuilding.compareAndSet(false, true)) {
      rebuilds.execute(this::rebuild);
    }
  }

  private void rebuild() {
    try {
      Rebuild.run(contents, lock, settings.threads());
      rebuilding.set(false);
    } catch (RuntimeException | OutOfMemoryError failed) {
      LOG.warn("event=index-not-rebuilt", failed);
    }
  }

  /** Frees the memory, when the searches under way have ended. Twice does no harm. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      contents.close();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
