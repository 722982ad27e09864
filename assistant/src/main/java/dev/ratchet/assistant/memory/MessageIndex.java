package dev.ratchet.assistant.memory;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.ratchet.assistant.memory.Fusion.Fused;
import dev.ratchet.assistant.memory.LexicalIndex.Found;
import dev.ratchet.faiss.FaissEmbeddingStore;
import dev.ratchet.faiss.FaissSettings;
import dev.ratchet.faiss.Opened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The words and the meanings of one user's messages, searched together. Writers on one platform
 * thread at a time, searches from any.
 */
final class MessageIndex implements AutoCloseable {
  /** Each list's candidates: enough that what is second best in all of them is seen. */
  static final int CANDIDATES = 100;

  /** Below, and without a word in common, nothing was found: unrelated texts have some 0.1. */
  private static final double LEAST_COSINE = 0.15;

  private static final char PIECE = '#';

  private final LexicalIndex words;
  private final FaissEmbeddingStore meanings;
  private final Places places = new Places();
  private final Path folder;
  private final String mark;

  private MessageIndex(Path folder, LexicalIndex words, FaissEmbeddingStore meanings, String mark) {
    this.folder = folder;
    this.words = words;
    this.meanings = meanings;
    this.mark = mark;
    words.each(places::put);
  }

  /**
   * Opens what was saved. An index of which one half is missing, damaged or of another time begins
   * empty, with an empty mark.
   */
  static MessageIndex open(Path folder, FaissSettings settings) {
    try {
      Files.createDirectories(folder);
      LexicalIndex words = words(folder.resolve("words"));
      Opened opened = FaissEmbeddingStore.open(folder.resolve("meanings"), settings);
      FaissEmbeddingStore meanings = opened.store();
      if (opened instanceof Opened.Restored(FaissEmbeddingStore store, String mark)
          && mark.equals(words.mark())) {
        return new MessageIndex(folder, words, store, mark);
      }
      words.clear();
      words.refresh();
      meanings.removeAll();
      return new MessageIndex(folder, words, meanings, "");
    } catch (IOException e) {
      throw new UncheckedIOException("no index can be opened in " + folder, e);
    }
  }

  private static LexicalIndex words(Path folder) throws IOException {
    try {
      return LexicalIndex.open(folder);
    } catch (IOException damaged) {
      Folders.delete(folder);
      return LexicalIndex.open(folder);
    }
  }

  /**
   * What the index in a folder, which nobody has open, was saved with; empty when there is none.
   */
  static String mark(Path folder) {
    return LexicalIndex.mark(folder.resolve("words"));
  }

  /** What it was saved with; empty when it has to be filled. */
  String mark() {
    return mark;
  }

  /** Replaces the words of those with the same ids; vectors that are there stay. */
  void put(Collection<MemoryEntry> entries) {
    words.put(entries);
    entries.forEach(places::put);
    for (MemoryEntry entry : entries) {
      List<float[]> vectors = entry.vectors();
      if (vectors != null) {
        putVectors(entry.id(), vectors);
      }
    }
  }

  /** Adds the vectors of a message whose words are there already, unless they are, too. */
  void putVectors(String messageId, List<float[]> vectors) {
    if (vectors.isEmpty()
        || places.find(messageId).isEmpty()
        || meanings.contains(piece(messageId, 0))) {
      return;
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      ids.add(piece(messageId, i));
    }
    List<@Nullable TextSegment> none = Collections.nCopies(ids.size(), null);
    meanings.addAll(ids, vectors.stream().map(Embedding::from).toList(), cast(none));
  }

  /** The store takes no segment for an id as well as one; LangChain4j's interface does not say. */
  @SuppressWarnings({"NullAway", "unchecked"})
  private static List<TextSegment> cast(List<@Nullable TextSegment> none) {
    return (List<TextSegment>) (List<?>) none;
  }

  void remove(Collection<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    words.remove(ids);
    List<String> pieces = new ArrayList<>();
    for (String id : ids) {
      places.remove(id);
      for (int i = 0; i < Pieces.MOST; i++) {
        pieces.add(piece(id, i));
      }
    }
    meanings.removeAll(pieces);
  }

  void clear() {
    words.clear();
    meanings.removeAll();
    places.clear();
  }

  /** Lets searches see what was put and removed. */
  void refresh() {
    words.refresh();
  }

  void save(String newMark) {
    words.save(newMark);
    saveMeanings(newMark);
  }

  /** Saves so that nothing on disk holds words of what was removed. */
  void purge(String newMark) {
    words.purge(newMark);
    saveMeanings(newMark);
  }

  private void saveMeanings(String newMark) {
    try {
      meanings.save(folder.resolve("meanings"), newMark);
    } catch (IOException e) {
      throw new UncheckedIOException("the index of meanings cannot be written", e);
    }
  }

  int size() {
    return places.size();
  }

  boolean contains(String id) {
    return places.find(id).isPresent();
  }

  /** Which lists a search joins; all of them but to compare. */
  enum Lists {
    WORDS,
    MEANINGS,
    ALL
  }

  /**
   * @param vector of the query; null where there is none, and words decide
   */
  List<Fused> search(String text, float @Nullable [] vector, RecallFilter filter, Lists lists) {
    List<Map<String, Double>> found = new ArrayList<>();
    Set<String> fitting = new HashSet<>();
    if (lists != Lists.MEANINGS) {
      Found byWords = words.search(text, filter, CANDIDATES);
      found.add(byWords.own());
      found.add(byWords.nearby());
      found.forEach(list -> fitting.addAll(list.keySet()));
    }
    if (lists != Lists.WORDS) {
      Map<String, Double> own = vector == null ? Map.of() : nearest(vector, filter);
      found.add(own);
      found.add(around(own, filter));
      own.forEach(
          (id, cosine) -> {
            if (cosine >= LEAST_COSINE) {
              fitting.add(id);
            }
          });
    }
    return Fusion.fuse(found).stream().filter(fused -> fitting.contains(fused.id())).toList();
  }

  /** A message is as near as its nearest piece. */
  private Map<String, Double> nearest(float[] vector, RecallFilter filter) {
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(vector))
            .maxResults(2 * CANDIDATES)
            .build();
    Predicate<String> fits =
        filter.equals(RecallFilter.ALL) ? null : id -> places.fits(message(id), filter);
    Map<String, Double> scores = new HashMap<>();
    for (EmbeddingMatch<TextSegment> match : meanings.search(request, fits).matches()) {
      scores.merge(message(match.embeddingId()), 2 * match.score() - 1, Math::max);
    }
    return scores;
  }

  /**
   * How near a message is together with those beside it: the mean of the three, which is what a
   * vector of the three together would have given but for its length. What is not among the nearest
   * counts as the least near of them.
   */
  private Map<String, Double> around(Map<String, Double> own, RecallFilter filter) {
    double least = own.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
    Set<String> candidates = new HashSet<>(own.keySet());
    own.keySet().forEach(id -> candidates.addAll(places.beside(id)));
    Map<String, Double> scores = new HashMap<>();
    for (String id : candidates) {
      if (places.fits(id, filter)) {
        List<String> beside = places.beside(id);
        double sum = own.getOrDefault(id, least);
        for (String other : beside) {
          sum += own.getOrDefault(other, least);
        }
        scores.put(id, (sum + (2 - beside.size()) * least) / 3);
      }
    }
    return scores;
  }

  private static String piece(String messageId, int number) {
    return messageId + PIECE + number;
  }

  private static String message(String pieceId) {
    return pieceId.substring(0, pieceId.lastIndexOf(PIECE));
  }

  @Override
  public void close() {
    try {
      words.close();
    } finally {
      meanings.close();
    }
  }
}
