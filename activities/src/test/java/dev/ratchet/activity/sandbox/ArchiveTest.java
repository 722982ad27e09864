package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir Path folder;

  @Test
  void takesPlainFilesBelowTheFolderAndNothingElse() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      file(tar, "good/a.txt", "a");
      file(tar, "../evil.txt", "b");
      file(tar, "/absolute.txt", "c");
      TarArchiveEntry link = new TarArchiveEntry("good/link", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    Path out = folder.resolve("out");
    Archive.unpack(new ByteArrayInputStream(bytes.toByteArray()), out, 1000);
    assertThat(out.resolve("good/a.txt")).hasContent("a");
    assertThat(folder.resolve("evil.txt")).doesNotExist();
    assertThat(out.resolve("absolute.txt")).hasContent("c");
    assertThat(Files.isSymbolicLink(out.resolve("good/link"))).isFalse();
  }

  @Test
  void leavesOutWhatIsTooLarge() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      file(tar, "small", "12345");
      file(tar, "large", "1234567890");
    }
    Archive.unpack(new ByteArrayInputStream(bytes.toByteArray()), folder, 10);
    assertThat(folder.resolve("small")).exists();
    assertThat(folder.resolve("large")).doesNotExist();
  }

  @Test
  void readsNoNameWithoutEnd() throws Exception {
    byte[] header = new byte[512];
    System.arraycopy("././@LongLink".getBytes(StandardCharsets.US_ASCII), 0, header, 0, 13);
    // Size 2 MiB in octal, type L: the name of the next entry.
    System.arraycopy("00010000000".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 11);
    header[156] = 'L';
    System.arraycopy("ustar  ".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 7);
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    byte[] checksum = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(checksum, 0, header, 148, 8);
    byte[] all = Arrays.copyOf(header, 512 + (2 << 20) + 1024);
    Arrays.fill(all, 512, 512 + (2 << 20), (byte) 'n');
    assertThatThrownBy(() -> Archive.unpack(new ByteArrayInputStream(all), folder, 1000))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("header of more than");
  }

  private static void file(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
