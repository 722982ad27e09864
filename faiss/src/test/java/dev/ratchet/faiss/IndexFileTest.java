package dev.ratchet.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexFileTest {
  private static final FaissSettings SMALL = FaissSettings.DEFAULT.withFlatUpTo(100);

  @TempDir private Path folder;

  private static FaissEmbeddingStore filled(int vectors, long seed) {
    Vectors random = new Vectors(seed, 16);
    FaissEmbeddingStore store = new FaissEmbeddingStore(SMALL, Runnable::run);
    for (int i = 0; i < vectors; i++) {
      store.add("id-" + i, random.next(), segment(i));
    }
    for (int i = 0; i < vectors / 5; i++) {
      store.remove("id-" + i);
    }
    return store;
  }

  private static TextSegment segment(int i) {
    Metadata metadata =
        new Metadata()
            .put("text", "größer " + i)
            .put("uuid", new UUID(i, 1))
            .put("int", i)
            .put("long", (long) i << 40)
            .put("float", i / 3f)
            .put("double", i / 3d);
    return i % 4 == 3 ? null : TextSegment.from("text " + i, metadata);
  }

  private Opened open(Path file) {
    return FaissEmbeddingStore.open(file, SMALL, Runnable::run);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50, 300})
  void restoresWhatWasSaved(int vectors) throws IOException {
    Path file = folder.resolve("new/users.index");
    try (FaissEmbeddingStore store = filled(vectors, 1)) {
      store.save(file, "up to turn 17");

      Opened opened = open(file);

      assertThat(opened).isInstanceOf(Opened.Restored.class);
      assertThat(((Opened.Restored) opened).mark()).isEqualTo("up to turn 17");
      try (FaissEmbeddingStore restored = opened.store()) {
        assertThat(restored.size()).isEqualTo(store.size());
        Vectors queries = new Vectors(2, 16);
        for (int i = 0; i < 20; i++) {
          EmbeddingSearchRequest request =
              EmbeddingSearchRequest.builder()
                  .queryEmbedding(queries.next())
                  .maxResults(10)
                  .build();
          assertThat(restored.search(request).matches()).isEqualTo(store.search(request).matches());
        }
        restored.add("new", queries.next());
        assertThat(restored.contains("new")).isTrue();
      }
    }
    assertThat(folder.resolve("new")).isDirectoryContaining(only -> only.equals(file));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void saysThatThereIsNoFile() {
    Opened opened = open(folder.resolve("none"));

    assertThat(opened).isInstanceOf(Opened.Empty.class);
    assertThat(((Opened.Empty) opened).why()).isEqualTo("there is no file");
    opened.store().close();
  }

  @Test
  void noticesAnyByteThatChanged() throws IOException {
    Path file = folder.resolve("index");
    try (FaissEmbeddingStore store = filled(120, 3)) {
      store.save(file, "mark");
    }
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 1 + whole.length / 200) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertEmpty(file, "its checksum is wrong");
    }
  }

  @Test
  void noticesWhereItIsCutOff() throws IOException {
    Path file = folder.resolve("index");
    try (FaissEmbeddingStore store = filled(120, 4)) {
      store.save(file, "mark");
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {whole.length - 1, whole.length / 2, 30}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertEmpty(file, "its checksum is wrong");
    }
    for (int length : new int[] {23, 8, 1, 0}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertEmpty(file, "it is cut off");
    }
  }

  @Test
  void keepsTheFormerFileWhenItCannotSave() throws IOException {
    Path file = folder.resolve("index");
    try (FaissEmbeddingStore store = filled(20, 5)) {
      store.save(file, "former");
      store.close();
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> store.save(file, "later")))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(open(file)).isInstanceOf(Opened.Restored.class);
    assertThat(folder).isDirectoryContaining(only -> only.equals(file));
  }

  private void assertEmpty(Path file, String why) {
    Opened opened = open(file);
    try (FaissEmbeddingStore store = opened.store()) {
      assertThat(opened).isEqualTo(new Opened.Empty(store, why));
      store.add("works", Embedding.from(new float[] {1, 0}));
      assertThat(store.size()).isEqualTo(1);
    }
  }
}
