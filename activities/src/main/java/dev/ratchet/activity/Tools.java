package dev.ratchet.activity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs that trials run, as the module "tools" puts them together. */
public record Tools(Path root) {
  public Tools {
    root = root.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("the tools are not in " + root + "; build Ratchet first");
    }
  }

  /** Maven's home. */
  public Path maven() {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(path -> path.getFileName().toString().startsWith("apache-maven-"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there is no Maven in " + root));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + root, e);
    }
  }

  public Path jacocoAgent() {
    return root.resolve("jacoco/jacocoagent.jar");
  }

  /** Error Prone and what it needs, for javac's processor path. */
  public List<Path> errorProne() {
    try (Stream<Path> jars = Files.list(root.resolve("error-prone"))) {
      return jars.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + root, e);
    }
  }
}
