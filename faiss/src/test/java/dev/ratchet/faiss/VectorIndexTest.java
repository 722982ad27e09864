package dev.ratchet.faiss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.faiss.VectorIndex.Hit;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorIndexTest {
  @Test
  void answersNothingOnceItIsClosed() {
    VectorIndex index = VectorIndex.flat(2);
    index.add(new float[] {1, 0}, 1);
    index.close();
    index.close();

    List<Runnable> uses =
        List.of(
            index::size,
            () -> index.vector(0),
            () -> index.add(new float[] {0, 1}, 1),
            () -> index.search(new float[] {0, 1}, 1),
            () -> index.products(new float[] {0, 1}, new int[] {0}),
            () -> index.appendTo(Path.of("/nowhere")));
    for (Runnable use : uses) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this index is closed");
    }
  }

  @Test
  void keepsCallersFromReadingOtherMemory() {
    try (VectorIndex index = VectorIndex.flat(2)) {
      index.add(new float[] {1, 0, 0, 1}, 1);

      assertThatThrownBy(() -> index.vector(2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> index.vector(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> index.products(new float[] {1, 0}, new int[] {0, 5}))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> index.search(new float[] {1}, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> index.add(new float[] {1, 0, 1}, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(index.search(new float[] {0, 2}, 9)).containsExactly(new Hit(1, 2), new Hit(0, 0));
    }
  }

  @Test
  void addsUpProductsOfAnyLengthRight() {
    // Around the widths in which the vectors are taken.
    for (int dimensions : new int[] {1, 15, 16, 31, 32, 33, 63, 64, 100, 384}) {
      Vectors vectors = new Vectors(dimensions, dimensions);
      float[] one = vectors.next().vector();
      float[] other = vectors.next().vector();
      double product = 0;
      for (int i = 0; i < dimensions; i++) {
        product += (double) one[i] * other[i];
      }
      try (VectorIndex index = VectorIndex.flat(dimensions)) {
        index.add(one, 1);
        assertThat(index.search(other, 1).getFirst().product())
            .isCloseTo((float) product, org.assertj.core.data.Offset.offset(1e-3f));
        assertThat(index.products(other, new int[] {0})[0])
            .isEqualTo(index.search(other, 1).getFirst().product());
      }
    }
  }

  @Test
  void refusesFilesThatHoldSomethingElse(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("other"), "no index at all");

    assertThatThrownBy(() -> VectorIndex.read(file, 0, FaissSettings.DEFAULT))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> VectorIndex.read(folder.resolve("missing"), 0, FaissSettings.DEFAULT))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("No such file");
  }

  @Test
  void givesMemoryBackThatNobodyClosed() throws Exception {
    WeakReference<VectorIndex> forgotten = new WeakReference<>(VectorIndex.flat(8));
    // 200 indexes of 16 MB would not fit a small machine; the collector has to find them.
    for (int i = 0; i < 200 && forgotten.get() != null; i++) {
      VectorIndex index = VectorIndex.flat(1 << 12);
      index.add(new float[1 << 22], 1);
      System.gc();
    }
    assertThat(forgotten.get()).isNull();
  }
}
