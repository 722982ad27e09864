package dev.ratchet.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path root;

  @Test
  void secretsAreMadeOnceAndForTheOwnerOnly() throws Exception {
    DataFolder first = new DataFolder(root.resolve("data"));
    assertThat(first.approvalKey()).hasSize(32);
    assertThat(new DataFolder(root.resolve("data")).approvalKey()).isEqualTo(first.approvalKey());
    assertThat(Files.getPosixFilePermissions(root.resolve("data/approval-key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(first.homeId()).matches("[0-9a-f]{12}").isEqualTo(first.homeId());
  }
}
