package dev.ratchet.activity.trial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JDKs of this machine, where the launcher looks for its own too. A target names a release and
 * never a folder.
 */
final class Jdks {
  /** "17.0.15" and, before 9, "1.8.0_392". */
  private static final Pattern VERSION =
      Pattern.compile("(?m)^JAVA_VERSION=\"(?:1\\.)?(\\d+)[^\"]*\"");

  private final List<Path> parents;

  /**
   * @param parents folders in which each folder may be a JDK
   */
  Jdks(List<Path> parents) {
    this.parents = List.copyOf(parents);
  }

  static Jdks ofThisMachine() {
    Path home = Path.of(System.getProperty("user.home"));
    return new Jdks(
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt"),
            home.resolve(".sdkman/candidates/java"),
            home.resolve(".jdks")));
  }

  /** The home folder of a JDK of that feature release. */
  Optional<Path> find(int release) {
    return Optional.ofNullable(all().get(release));
  }

  /** By feature release, one of each. */
  Map<Integer, Path> all() {
    Map<Integer, Path> all = new TreeMap<>();
    for (Path parent : parents) {
      if (Files.isDirectory(parent)) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
          for (Path folder : folders) {
            release(folder).ifPresent(release -> all.putIfAbsent(release, folder));
          }
        } catch (IOException unreadable) {
          // Then there is none for us in it.
        }
      }
    }
    return all;
  }

  private static Optional<Integer> release(Path folder) {
    Path file = folder.resolve("release");
    if (!Files.isExecutable(folder.resolve("bin/javac")) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(file));
      return version.find() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
