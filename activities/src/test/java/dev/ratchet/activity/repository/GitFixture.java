package dev.ratchet.activity.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A target repository made and read with the real git, as its owner would. */
final class GitFixture {
  final Path folder;

  GitFixture(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Owner");
    git("config", "user.email", "owner@example.org");
  }

  GitFixture file(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** A small Maven project. */
  GitFixture project() throws Exception {
    file(
        "pom.xml",
        """
        <project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
        <properties><maven.compiler.source>1.8</maven.compiler.source></properties></project>
        """);
    file("src/main/java/p/A.java", "package p;\n\nclass A {\n  int a = 1;\n  int b = 2;\n}\n");
    return commit("first");
  }

  GitFixture commit(String message) throws Exception {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return this;
  }

  String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
    return output.strip();
  }

  /**
   * All refs with where they point, the index's and the work tree's state: what must not change.
   */
  String state() throws Exception {
    return git("for-each-ref")
        + "\n"
        + git("status", "--porcelain=v2", "--branch")
        + "\n"
        + git("rev-parse", "HEAD");
  }
}
