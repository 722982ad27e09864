package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A person's repository, made and read with the real git. */
final class OwnedRepository {
  static final String BRANCH = "ratchet/improvements";
  static final String SOURCE = "src/main/java/p/Greeting.java";

  /** Prints what JUnit would. */
  static final String PASSES =
      """
      cat > TEST-p.GreetingTest.xml <<'END'
      <testsuite><testcase classname="p.GreetingTest" name="greets" time="0.01"/></testsuite>
      END
      """;

  final Path folder;

  OwnedRepository(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Owner");
    git("config", "user.email", "owner@example.org");
  }

  /** One class that lacks an annotation, and a build that starts at once. */
  static OwnedRepository tiny(Path folder) throws Exception {
    return built(folder, PASSES);
  }

  /**
   * @param script what builds and tests it
   */
  static OwnedRepository built(Path folder, String script) throws Exception {
    return new OwnedRepository(folder)
        .file(
            "ratchet.yml",
            """
            test: sh test.sh
            language-level: 17
            budget: {build-time: 60s}
            """)
        .file("test.sh", script)
        .file(SOURCE, source("Greeting"))
        .commit("first");
  }

  static String source(String name) {
    return """
    package p;

    public class NAME implements Comparable<NAME> {
      public int compareTo(NAME other) {
        return 0;
      }
    }
    """
        .replace("NAME", name);
  }

  OwnedRepository file(String path, String text) throws IOException {
    return file(path, text, StandardCharsets.UTF_8);
  }

  OwnedRepository file(String path, String text, Charset charset) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(charset));
    return this;
  }

  OwnedRepository commit(String message) throws Exception {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return this;
  }

  String git(String... arguments) throws Exception {
    return new String(bytes(arguments), StandardCharsets.UTF_8).strip();
  }

  byte[] bytes(String... arguments) throws Exception {
    // Refreshing the index would write to it.
    List<String> command =
        new ArrayList<>(List.of("git", "--no-optional-locks", "-c", "safe.directory=*"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor())
        .as(command + ": " + new String(output, StandardCharsets.UTF_8))
        .isZero();
    return output;
  }

  /**
   * Digests of everything in the folder that is the owner's: work tree, index, HEAD, configuration,
   * hooks, refs and their logs. Left out are the objects and, where it is Ratchet's to move, the
   * improvements branch.
   */
  Map<String, String> state(boolean withImprovements) throws Exception {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        String path = folder.relativize(file).toString();
        boolean improvements = path.matches("\\.git/(refs|logs/refs)/heads/ratchet(/.*)?");
        boolean logs = path.matches("\\.git/logs(/refs(/heads)?)?");
        if (!path.startsWith(".git/objects") && (withImprovements || !improvements) && !logs) {
          state.put(path, digest(file));
        }
      }
    }
    state.put("status", git("status", "--porcelain=v2"));
    return state;
  }

  private static String digest(Path file) throws Exception {
    Map<String, Object> is = Files.readAttributes(file, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    String content = "";
    if (Files.isSymbolicLink(file)) {
      content = Files.readSymbolicLink(file).toString();
    } else if (Files.isRegularFile(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      content = HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file)));
    }
    return is + " " + content;
  }
}
