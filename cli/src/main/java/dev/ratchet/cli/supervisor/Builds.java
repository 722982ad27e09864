package dev.ratchet.cli.supervisor;

import dev.ratchet.platform.BuildId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Builds of Ratchet in the data folder: a run that waits keeps the build it began with. */
final class Builds {
  private final Path folder;

  Builds(Path folder) {
    this.folder = folder;
  }

  /** The id of the build in an app folder. */
  static String id(Path app) {
    try (Stream<Path> jars = Files.list(app.resolve("lib"))) {
      return BuildId.of(jars.toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + app, e);
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
