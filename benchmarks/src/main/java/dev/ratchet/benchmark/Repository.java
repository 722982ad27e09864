package dev.ratchet.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A generated repository with known findings, and what git says of it. */
final class Repository {
  static final String BRANCH = "refs/heads/ratchet/improvements";

  private static final String FAILS_WHEN_IMPROVED =
      "grep -q @Override src/main/java/NAME/Item.java && failure='<failure message=\"improved\"/>'";

  private final Path folder;

  private Repository(Path folder) {
    this.folder = folder;
  }

  /**
   * One finding in each of some packages, that Error Prone mends, and a build by a script that
   * takes about a second.
   */
  static Repository generate(Path folder, int packages) throws InterruptedException {
    return generate(folder, packages, "sleep 1\n", 0);
  }

  /**
   * @param before what the build does before it writes what its tests found
   * @param spoiled number of the package whose test fails as soon as it is improved; 0 for none
   */
  static Repository generate(Path folder, int packages, String before, int spoiled)
      throws InterruptedException {
    Repository repository = new Repository(folder);
    repository.file(
        "ratchet.yml",
        """
        test: sh test.sh
        language-level: 17
        """);
    StringBuilder script = new StringBuilder(before);
    for (int i = 1; i <= packages; i++) {
      String name = "p" + i;
      repository.file("src/main/java/" + name + "/Item.java", source(name));
      script.append(
          """
          failure=
          SPOILED
          cat > TEST-NAME.ItemTest.xml <<END
          <testsuite><testcase classname="NAME.ItemTest" name="compares" time="0.01">$failure</testcase></testsuite>
          END
          """
              .replace("SPOILED", i == spoiled ? FAILS_WHEN_IMPROVED : "")
              .replace("NAME", name));
    }
    repository.file("test.sh", script.toString());
    repository.git("init", "-q", "-b", "main");
    repository.git("config", "user.name", "Owner");
    repository.git("config", "user.email", "owner@example.org");
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "first");
    return repository;
  }

  /** A clone of a person's repository, which stays as it is. */
  static Repository clone(Path origin, Path folder) throws InterruptedException {
    Repository clone = new Repository(folder);
    clone.directory();
    clone.git("clone", "-q", origin.toAbsolutePath().toString(), ".");
    return clone;
  }

  /** Deletes the improvements branch: the next run starts at the base again. */
  void forgetImprovements() throws InterruptedException {
    git("update-ref", "-d", BRANCH);
  }

  /** All Java files below some folders of the work tree. */
  List<Path> javaFiles(List<Path> roots) {
    List<Path> files = new ArrayList<>();
    for (Path root : roots) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static String source(String name) {
    return """
        package NAME;

        public class Item implements Comparable<Item> {
          public int compareTo(Item other) {
            return 0;
          }
        }
        """
        .replace("NAME", name);
  }

  Path folder() {
    return folder;
  }

  private void file(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void directory() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What git prints; fails with it when git does. */
  String git(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "--no-optional-locks"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All refs but the improvements branch, the work tree's state and HEAD: what nobody may move. */
  String untouchable() throws InterruptedException {
    StringBuilder all = new StringBuilder(git("symbolic-ref", "HEAD")).append('\n');
    git("for-each-ref", "--format=%(refname) %(objectname)")
        .lines()
        .filter(line -> !line.startsWith(BRANCH + " "))
        .forEach(line -> all.append(line).append('\n'));
    return all.append(git("status", "--porcelain=v2")).toString();
  }

  /** The tree at the improvements branch, or "none". */
  String improvedTree() throws InterruptedException {
    return git("for-each-ref", BRANCH).isEmpty() ? "none" : git("rev-parse", BRANCH + "^{tree}");
  }
}
