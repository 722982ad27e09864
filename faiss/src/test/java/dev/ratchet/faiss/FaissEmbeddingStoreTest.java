package dev.ratchet.faiss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaissEmbeddingStoreTest {
  private static final int DIMENSIONS = 24;

  // Rebuilds where the change was made, so that each is over when the change returns.
  private static FaissEmbeddingStore store(int flatUpTo) {
    return new FaissEmbeddingStore(FaissSettings.DEFAULT.withFlatUpTo(flatUpTo), Runnable::run);
  }

  private static EmbeddingSearchRequest request(Embedding query, int most) {
    return EmbeddingSearchRequest.builder().queryEmbedding(query).maxResults(most).build();
  }

  private static List<String> ids(List<? extends EmbeddingMatch<?>> matches) {
    return matches.stream().map(EmbeddingMatch::embeddingId).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithExactSearchWhileFlat(long seed) {
    assertThat(recall(seed, Integer.MAX_VALUE / 4096)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nearlyAgreesWithExactSearchOnceThereIsAGraph(long seed) {
    assertThat(recall(seed, 50)).isGreaterThan(.99);
  }

  /** Adds, replaces and removes at random; compares all along. */
  private static double recall(long seed, int flatUpTo) {
    Vectors vectors = new Vectors(seed, DIMENSIONS);
    List<Embedding> usual = Stream.generate(vectors::next).limit(5).toList();
    ExactSearch exact = new ExactSearch();
    int found = 0;
    int wanted = 0;
    try (FaissEmbeddingStore store = store(flatUpTo)) {
      for (int step = 0; step < 1_500; step++) {
        String id = "id-" + vectors.below(500);
        if (vectors.below(3) == 0) {
          store.remove(id);
          exact.remove(id);
        } else {
          Embedding embedding = vectors.below(4) == 0 ? usual.get(step % 5) : vectors.next();
          store.add(id, embedding);
          exact.put(id, embedding);
        }
        assertThat(store.size()).isEqualTo(exact.size());
        if (step % 10 == 0) {
          Embedding query = vectors.below(5) == 0 ? usual.get(step % 5) : vectors.next();
          int modulus = 1 + vectors.below(20);
          Predicate<String> fits =
              modulus == 1 ? any -> true : any -> any.hashCode() % modulus == 0;
          List<Double> scores = scores(store.search(request(query, 10), fits), exact, query, fits);
          List<Double> expected = exact.bestScores(query, 10, fits);
          assertThat(scores).hasSameSizeAs(expected);
          wanted += expected.size();
          found += (int) scores.stream().filter(s -> s >= expected.getLast() - 1e-6).count();
        }
      }
    }
    return (double) found / wanted;
  }

  private static List<Double> scores(
      EmbeddingSearchResult<TextSegment> result,
      ExactSearch exact,
      Embedding query,
      Predicate<String> fits) {
    assertThat(ids(result.matches())).doesNotHaveDuplicates().allMatch(fits);
    for (EmbeddingMatch<TextSegment> match : result.matches()) {
      assertThat(match.score()).isCloseTo(exact.score(match.embeddingId(), query), within(1e-5));
    }
    return result.matches().stream().map(EmbeddingMatch::score).toList();
  }

  @Test
  void replacesWhatHasTheId() {
    Vectors vectors = new Vectors(1, DIMENSIONS);
    Embedding second = vectors.next();
    try (FaissEmbeddingStore store = store(10)) {
      store.add("one", vectors.next(), TextSegment.from("first"));
      store.add("one", second, TextSegment.from("second"));

      List<EmbeddingMatch<TextSegment>> matches = store.search(request(second, 5)).matches();

      assertThat(matches).hasSize(1);
      assertThat(matches.getFirst().embedded().text()).isEqualTo("second");
      assertThat(matches.getFirst().score()).isCloseTo(1, within(1e-6));
      assertThat(store.size()).isEqualTo(1);
      assertThat(store.contains("one")).isTrue();
    }
  }

  @Test
  void findsTheFewThatFitAmongMany() {
    Vectors vectors = new Vectors(2, DIMENSIONS);
    try (FaissEmbeddingStore store = store(100)) {
      for (int i = 0; i < 1_000; i++) {
        store.add(
            "id-" + i,
            vectors.next(),
            TextSegment.from("text", Metadata.from("session", "s" + i % 250)));
      }
      EmbeddingSearchRequest narrow =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(vectors.next())
              .maxResults(10)
              .filter(MetadataFilterBuilder.metadataKey("session").isEqualTo("s7"))
              .build();

      assertThat(ids(store.search(narrow).matches()))
          .containsExactlyInAnyOrder("id-7", "id-257", "id-507", "id-757");
      assertThat(ids(store.search(narrow, id -> !id.equals("id-7")).matches()))
          .containsExactlyInAnyOrder("id-257", "id-507", "id-757");
    }
  }

  @Test
  void givesBackVectorsAsTheyWere() {
    Embedding longOne = Embedding.from(new float[] {3, 4, 0});
    try (FaissEmbeddingStore store = store(10)) {
      store.add("long", longOne);

      Embedding found = store.search(request(longOne, 1)).matches().getFirst().embedding();

      assertThat(found.vector()).containsExactly(new float[] {3, 4, 0}, within(1e-6f));
    }
  }

  @Test
  void refusesVectorsThatFitNoOther() {
    try (FaissEmbeddingStore store = store(10)) {
      store.add("two", Embedding.from(new float[] {1, 0}));

      assertThatThrownBy(() -> store.add("three", Embedding.from(new float[] {1, 0, 0})))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2 dimensions");
      assertThatThrownBy(() -> store.search(request(Embedding.from(new float[] {1, 0, 0}), 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.add("nan", Embedding.from(new float[] {Float.NaN, 0})))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.size()).isEqualTo(1);
    }
  }

  @Test
  void isEmptyAgainWhenAllIsRemoved() {
    Vectors vectors = new Vectors(3, DIMENSIONS);
    try (FaissEmbeddingStore store = store(10)) {
      List<String> ids = store.addAll(List.of(vectors.next(), vectors.next()));
      store.removeAll(ids);

      assertThat(store.search(request(vectors.next(), 3)).matches()).isEmpty();
      // Nothing binds it to a number of dimensions any more.
      store.add("other", Embedding.from(new float[] {1, 0}));
      assertThat(store.size()).isEqualTo(1);
    }
  }

  @Test
  void mayBeClosedTwiceAndRefusesThen() {
    FaissEmbeddingStore store = store(10);
    store.add("one", Embedding.from(new float[] {1, 0}));
    store.close();
    store.close();

    assertThatThrownBy(() -> store.search(request(Embedding.from(new float[] {1, 0}), 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this store is closed");
    assertThatThrownBy(() -> store.add("two", Embedding.from(new float[] {1, 0})))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void findsTheRestBesideManyThatAreTheSame() {
    Vectors vectors = new Vectors(4, DIMENSIONS);
    Embedding thanks = vectors.next();
    ExactSearch exact = new ExactSearch();
    try (FaissEmbeddingStore store = store(100)) {
      for (int i = 0; i < 2_000; i++) {
        Embedding embedding = i % 2 == 0 ? thanks : vectors.next();
        store.add("id-" + i, embedding);
        exact.put("id-" + i, embedding);
      }
      int found = 0;
      for (int i = 0; i < 100; i++) {
        Embedding query = vectors.next();
        double least = exact.bestScores(query, 10, any -> true).getLast() - 1e-6;
        found +=
            (int)
                store.search(request(query, 10)).matches().stream()
                    .filter(match -> match.score() >= least)
                    .count();
      }
      assertThat(found).isGreaterThan(990);
      assertThat(store.search(request(thanks, 5)).matches())
          .allSatisfy(match -> assertThat(match.score()).isCloseTo(1, within(1e-6)))
          .hasSize(5);
    }
  }
}
