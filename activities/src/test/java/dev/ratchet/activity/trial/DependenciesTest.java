package dev.ratchet.activity.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ratchet.activity.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesTest {
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir Path folder;

  @Test
  void keepsWhatABuildFilledOnceAndTheFirstStays() throws IOException {
    keep(folder);
  }

  @Test
  void keepsItFromAnotherFileSystemToo() throws IOException {
    assumeTrue(
        Files.isWritable(MEMORY) && !Files.getFileStore(MEMORY).equals(Files.getFileStore(folder)),
        "no second file system here");
    Path other = Files.createTempDirectory(MEMORY, "ratchet-dependencies");
    try {
      keep(other);
    } finally {
      Sandboxes.delete(other);
    }
  }

  private void keep(Path filledIn) throws IOException {
    Dependencies dependencies = new Dependencies(folder.resolve("cache"));
    Path kept = dependencies.keep("target", "locks", filled(filledIn.resolve("first"), "one"));
    assertThat(kept.resolve("org/a.jar")).hasContent("one");
    assertThat(dependencies.find("target", "locks")).contains(kept);
    dependencies.keep("target", "locks", filled(filledIn.resolve("second"), "two"));
    assertThat(kept.resolve("org/a.jar")).hasContent("one");
    try (Stream<Path> all = Files.list(kept.getParent())) {
      assertThat(all).containsExactly(kept);
    }
  }

  private static Path filled(Path place, String content) throws IOException {
    Path jar = Files.createDirectories(place.resolve("org")).resolve("a.jar");
    Files.writeString(jar, content);
    return place;
  }
}
