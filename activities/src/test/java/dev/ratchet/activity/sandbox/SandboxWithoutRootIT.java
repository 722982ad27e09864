package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bubblewrap tier for a user who was given control groups; root plays the one who gives. */
class SandboxWithoutRootIT {
  private static final String USER = "64322";

  @TempDir Path folder;
  private final List<Path> given = new ArrayList<>();

  @BeforeEach
  void give() throws Exception {
    assumeTrue(BubblewrapTier.isRoot(), "only root can give control groups to another user");
    ControlGroups top = ControlGroups.find().orElseThrow();
    top.enable();
    for (Path parent : top.folders()) {
      given.add(Files.createDirectories(parent.resolve("given-" + ProcessHandle.current().pid())));
    }
    run("chown", "-R", USER + ":" + USER, folder.toString());
    for (Path group : given) {
      run("chown", "-R", USER + ":" + USER, group.toString());
    }
  }

  @AfterEach
  void takeBack() throws Exception {
    for (Path group : given) {
      Files.deleteIfExists(group.resolve(ControlGroups.SELF));
      Files.delete(group);
    }
  }

  @Test
  void passesTheSelfTestAndLeavesNothing() throws Exception {
    StringBuilder script = new StringBuilder("set -e\n");
    given.forEach(group -> script.append("echo $$ > ").append(group).append("/cgroup.procs\n"));
    script.append(
        "exec setpriv --reuid %s --regid %s --clear-groups \"$@\"\n".formatted(USER, USER));
    assertThat(
            run(
                "sh",
                "-c",
                script.toString(),
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                WithoutRoot.class.getName(),
                folder.toString()))
        .contains("tier=bubblewrap")
        .contains("root=false");
    for (Path group : given) {
      try (Stream<Path> children = Files.list(group)) {
        assertThat(children.map(child -> child.getFileName().toString()))
            .noneMatch(name -> name.matches("ratchet-\\d.*"));
      }
    }
  }

  /** The other user may not be able to read where the build's jars lie. */
  private String classPath() throws Exception {
    Path copies = Files.createDirectories(folder.resolve("lib"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path copy = copies.resolve(entries.size() + "-" + Path.of(entry).getFileName());
      run("cp", "-rL", entry, copy.toString());
      entries.add(copy.toString());
    }
    run("chmod", "-R", "a+rX", folder.toString());
    return String.join(File.pathSeparator, entries);
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = process.inputReader()) {
      String output = reader.readAllAsString();
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    }
  }

  /** What the other user runs. */
  static final class WithoutRoot {
    private WithoutRoot() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Sandboxes.Probe probe =
          Sandboxes.probe(folder.resolve("sandboxes"), folder.resolve("cache"), "bubblewrap");
      System.out.println("root=" + BubblewrapTier.isRoot());
      System.out.println(
          switch (probe) {
            case Sandboxes.Probe.Available available -> "tier=" + available.sandbox().tier();
            case Sandboxes.Probe.Unavailable unavailable -> unavailable.toString();
          });
    }
  }
}
