package dev.ratchet.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildIdTest {
  @TempDir Path folder;

  @Test
  void namesAndContentsCountAndOrderAndFolderDoNot() throws IOException {
    Path first = jar("lib/a.jar", "one");
    Path second = jar("lib/b.jar", "two");
    String id = BuildId.of(List.of(first, second));
    assertThat(id).matches("[0-9a-f]{12}");
    assertThat(BuildId.of(List.of(second, jar("other/a.jar", "one")))).isEqualTo(id);
    assertThat(BuildId.of(List.of(jar("lib/c.jar", "one"), second))).isNotEqualTo(id);
    assertThat(BuildId.of(List.of(jar("lib/a.jar", "ONE"), second))).isNotEqualTo(id);
  }

  private Path jar(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
