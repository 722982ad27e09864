package dev.ratchet.cli.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Builds of Ratchet in the data folder: a run that waits keeps the build it began with. */
final class Builds {
  private final Path folder;

  Builds(Path folder) {
    this.folder = folder;
  }

  /** The id of an app folder: the hash of its jars, names and contents, its first 12 digits. */
  static String id(Path app) {
    try (Stream<Path> jars = Files.list(app.resolve("lib"))) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Path jar : jars.sorted().toList()) {
        sha256.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        try (InputStream in = new DigestInputStream(Files.newInputStream(jar), sha256)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(sha256.digest(), 0, 6);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + app, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Path folder(String id) {
    return folder.resolve(id);
  }

  /** The ids of all builds that are kept. */
  List<String> ids() {
    try (Stream<Path> builds = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      return builds
          .map(build -> build.getFileName().toString())
          .filter(name -> name.matches("[0-9a-f]{12}"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  /** Copies an app folder to where it stays, once. */
  Path install(Path app, String id) {
    Path place = folder(id);
    if (Files.isDirectory(place)) {
      return place;
    }
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempDirectory(folder, id + ".new");
      try (Stream<Path> files = Files.walk(app)) {
        for (Path file : files.toList()) {
          Path copy = draft.resolve(app.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(copy);
          } else {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
      draft.toFile().setReadable(true, false);
      draft.toFile().setExecutable(true, false);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot install the build in " + place, e);
    }
  }
}
