package dev.ratchet.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
  private static final int DIMENSIONS = 16;
  // Low, so that the store grows a graph and loses it again to tombstones while it is used.
  private static final FaissSettings SETTINGS = FaissSettings.DEFAULT.withFlatUpTo(150);

  private final AtomicBoolean over = new AtomicBoolean();

  private static EmbeddingSearchRequest request(Embedding query) {
    return EmbeddingSearchRequest.builder().queryEmbedding(query).maxResults(10).build();
  }

  @Test
  void holdsWhatManyWroteWhileOthersSearchedAndSaved(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("index");
    try (ExecutorService threads = Executors.newCachedThreadPool();
        FaissEmbeddingStore store = new FaissEmbeddingStore(SETTINGS)) {
      List<Future<Map<String, Embedding>>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int writer = i;
        writers.add(threads.submit(() -> write(store, writer)));
      }
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int searcher = i;
        others.add(threads.submit(whileOthersWrite(() -> search(store, searcher))));
      }
      others.add(threads.submit(whileOthersWrite(() -> saveAndOpen(store, file))));

      Map<String, Embedding> expected = new HashMap<>();
      try {
        for (Future<Map<String, Embedding>> writer : writers) {
          expected.putAll(writer.get());
        }
      } finally {
        over.set(true);
      }
      for (Future<?> other : others) {
        other.get();
      }

      assertThat(store.size()).isEqualTo(expected.size());
      for (Map.Entry<String, Embedding> entry : expected.entrySet()) {
        List<EmbeddingMatch<TextSegment>> matches =
            store.search(request(entry.getValue()), id -> id.equals(entry.getKey())).matches();
        assertThat(matches).hasSize(1);
        assertThat(matches.getFirst().score()).isGreaterThan(.99999);
        assertThat(matches.getFirst().embedded().text()).isEqualTo(entry.getKey());
      }
    }
  }

  /** Writes, replaces and removes ids of its own; returns what is to be there in the end. */
  private static Map<String, Embedding> write(FaissEmbeddingStore store, int writer) {
    Vectors vectors = new Vectors(writer, DIMENSIONS);
    Map<String, Embedding> expected = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      String id = writer + "-" + vectors.below(150);
      if (vectors.below(3) == 0) {
        store.remove(id);
        expected.remove(id);
      } else {
        Embedding embedding = vectors.next();
        store.add(id, embedding, TextSegment.from(id));
        expected.put(id, embedding);
      }
    }
    return expected;
  }

  private static void search(FaissEmbeddingStore store, int searcher) {
    Vectors vectors = new Vectors(100 + searcher, DIMENSIONS);
    List<EmbeddingMatch<TextSegment>> matches = store.search(request(vectors.next())).matches();
    assertThat(matches).extracting(EmbeddingMatch::embeddingId).doesNotHaveDuplicates();
    assertThat(matches)
        .extracting(EmbeddingMatch::score)
        .isSortedAccordingTo((one, other) -> Double.compare(other, one));
    assertThat(matches)
        .allSatisfy(match -> assertThat(match.embedded().text()).isEqualTo(match.embeddingId()));
  }

  private static void saveAndOpen(FaissEmbeddingStore store, Path file) throws Exception {
    store.save(file, "mark");
    Opened opened = FaissEmbeddingStore.open(file, SETTINGS);
    assertThat(opened).isInstanceOf(Opened.Restored.class);
    opened.store().close();
  }

  private Callable<Void> whileOthersWrite(Action action) {
    return () -> {
      while (!over.get()) {
        action.run();
      }
      return null;
    };
  }

  @Test
  void mayBeClosedWhileOthersUseIt() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int round = 0; round < 20; round++) {
        FaissEmbeddingStore store = new FaissEmbeddingStore(SETTINGS);
        List<Future<String>> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          int user = i;
          users.add(threads.submit(() -> useUntilClosed(store, user)));
        }
        Thread.sleep(round);
        store.close();
        for (Future<String> user : users) {
          assertThat(user.get()).isEqualTo("this store is closed");
        }
      }
    }
  }

  private static String useUntilClosed(FaissEmbeddingStore store, int user) {
    Vectors vectors = new Vectors(user, DIMENSIONS);
    try {
      while (true) {
        store.add("id-" + vectors.below(300), vectors.next());
        store.search(request(vectors.next()));
      }
    } catch (IllegalStateException closed) {
      return closed.getMessage();
    }
  }

  private interface Action {
    void run() throws Exception;
  }
}
