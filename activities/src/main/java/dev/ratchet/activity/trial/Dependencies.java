package dev.ratchet.activity.trial;

import dev.ratchet.activity.repository.Mirror;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dependency repositories: one per target and lock set, filled once by the baseline's build
 * with network, read-only from then on and never shared between targets. A cache.
 */
final class Dependencies {
  private final Path cache;

  Dependencies(Path cache) {
    this.cache = cache.resolve("dependencies");
  }

  /** What decides which dependencies a commit's build resolves: the poms and Maven's own files. */
  static String lockSet(Mirror mirror, String commit, String build) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(build.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, String> file : mirror.files(commit).entrySet()) {
        String path = file.getKey();
        if (path.matches(
            "(.*/)?(pom\\.xml|build\\.gradle(\\.kts)?|[\\w.-]*\\.lockfile)|\\.mvn/.*|ratchet\\.yml")) {
          sha256.update((path + " " + file.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(sha256.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Optional<Path> find(String target, String lockSet) {
    Path folder = folder(target, lockSet);
    return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
  }

  Path folder(String target, String lockSet) {
    return cache.resolve(target).resolve(lockSet);
  }

  /** Takes what a build has filled; an earlier one of the same lock set stays. */
  Path keep(String target, String lockSet, Path filled) {
    Path folder = folder(target, lockSet);
    try {
      Files.createDirectories(folder.getParent());
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(filled);
        move(filled, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the dependencies in " + folder, e);
    }
  }

  /** Appears as a whole, also where trials and cache are volumes of their own. */
  private static void move(Path filled, Path folder) throws IOException {
    try {
      Files.move(filled, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException otherFileSystem) {
      Path draft = Files.createTempDirectory(folder.getParent(), folder.getFileName() + ".new");
      Path copy = draft.resolve("copy");
      copy(filled, copy);
      Files.move(copy, folder, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(draft);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
