package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ratchet.domain.Improvement.State;
import dev.ratchet.workflow.cycle.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are all right, though not as most are. */
@Timeout(120)
@ExtendWith(CycleSystem.Shared.class)
class OddTargetsIT {
  private static CycleSystem system;

  @TempDir Path folder;

  @BeforeAll
  static void start(CycleSystem shared) throws Exception {
    system = shared;
    system.needsSandbox();
  }

  private static RunSummary improved(OwnedRepository repository) throws Exception {
    Map<String, String> before = repository.state(false);
    RunSummary summary = system.start(repository).end();
    assertThat(CycleSystem.outcome(summary)).startsWith("COMPLETED: ");
    assertThat(summary.improvements()).anyMatch(i -> i.state() == State.VERIFIED);
    assertThat(repository.state(false)).isEqualTo(before);
    return summary;
  }

  @Test
  void anotherJdk() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/lib/jvm/java-17-openjdk-amd64/bin/javac")),
        "JDK 17 is not on this machine");
    String seen = "javac -version 2>&1 | grep -q '^javac 17' || exit 9\n";
    improved(
        OwnedRepository.built(folder.resolve("repo"), seen + OwnedRepository.PASSES)
            .file("ratchet.yml", "test: sh test.sh\njdk: 17\n")
            .commit("another JDK"));
  }

  @Test
  void linksAndSubmodulesThatLeadOut() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "not for the build\n");
    String seen =
        "test ! -e out && test ! -e up && test ! -e lib/secret && test -L within || exit 9\n";
    OwnedRepository repository =
        OwnedRepository.built(folder.resolve("repo"), seen + OwnedRepository.PASSES);
    Files.createSymbolicLink(repository.folder.resolve("out"), secret);
    Files.createSymbolicLink(repository.folder.resolve("up"), Path.of("../secret"));
    Files.createSymbolicLink(repository.folder.resolve("within"), Path.of("test.sh"));
    repository.file(
        ".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = %s\n".formatted(folder));
    repository.git("add", "-A");
    String head = repository.git("rev-parse", "HEAD");
    repository.git("update-index", "--add", "--cacheinfo", "160000," + head + ",lib");
    repository.git("commit", "-q", "-m", "links");
    RunSummary summary = improved(repository);
    assertThat(summary.settings()).isNotNull();
    assertThat(summary.settings().notes()).contains("submodules are left out of trials: lib");
    assertThat(secret).hasContent("not for the build");
    assertThat(repository.git("ls-tree", OwnedRepository.BRANCH))
        .isEqualTo(
            repository
                .git("ls-tree", "main")
                .replace(
                    repository.git("rev-parse", "main:src"),
                    repository.git("rev-parse", OwnedRepository.BRANCH + ":src")));
  }

  @Test
  void aPathWithSpacesAndUmlauts() throws Exception {
    OwnedRepository repository =
        OwnedRepository.tiny(folder.resolve("Meine Projekte/Größe & 'Maß' #1 %41"));
    repository.file("notes/Übersicht ä.txt", "ß\n").commit("umlauts within");
    improved(repository);
  }

  @Test
  void sourcesInLatin1() throws Exception {
    String german =
        OwnedRepository.source("Grüße")
            .replace("Grüße", "Gruss")
            .replace("    return 0;", "    return \"äöü\".length(); // fällt nicht auf");
    OwnedRepository repository = OwnedRepository.tiny(folder);
    repository
        .file("src/main/java/p/Gruss.java", german, StandardCharsets.ISO_8859_1)
        .commit("German");
    Map<String, String> before = repository.state(false);
    RunSummary summary = system.start(repository).end();
    assertThat(summary.outcome())
        .as(summary.message())
        .isIn(RunSummary.Outcome.COMPLETED, RunSummary.Outcome.NOTHING_TO_DO);
    assertThat(repository.state(false)).isEqualTo(before);
    // Changed or not, each byte that is not the change's is as it was.
    assertThat(summary.tip()).isNotNull();
    byte[] now = repository.bytes("show", summary.tip() + ":src/main/java/p/Gruss.java");
    assertThat(new String(now, StandardCharsets.ISO_8859_1).replace("  @Override\n", ""))
        .isEqualTo(german);
  }

  @Test
  void aRepositoryOfAnotherUser() throws Exception {
    assumeTrue(system.root(), "only root can make another user's repository");
    OwnedRepository repository = OwnedRepository.tiny(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", 65534, LinkOption.NOFOLLOW_LINKS);
      }
    }
    improved(repository);
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> others = files.filter(file -> !Integer.valueOf(65534).equals(uid(file))).toList();
      assertThat(others).isEmpty();
    }
  }

  private static Object uid(Path file) {
    try {
      return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
