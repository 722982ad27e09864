package dev.ratchet.assistant.safety;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A digest of everything that decides on the way in: the switches, and every class and every file
 * of weights of this package and of those below it, so that no list has to be kept.
 */
final class Version {
  /** 64 bits: versions are compared with one another, not guessed. */
  private static final int BYTES = 8;

  private static final String PACKAGE = Version.class.getPackageName().replace('.', '/');

  private Version() {}

  static String of(Switches switches, boolean embeds) {
    MessageDigest digest = sha256();
    digest.update((switches + " " + embeds).getBytes(StandardCharsets.UTF_8));
    try {
      Path place =
          Path.of(Version.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        update(digest, place);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          update(digest, jar.getPath("/"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the filter's own classes", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static void update(MessageDigest digest, Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root.resolve(PACKAGE))) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
