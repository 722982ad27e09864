package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Improvement.State;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.cycle.RunSummary.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is no target, or an odd one. */
@Timeout(120)
@ExtendWith(CycleSystem.Shared.class)
class BadTargetsIT {
  private static CycleSystem system;

  @TempDir Path folder;

  @BeforeAll
  static void start(CycleSystem shared) throws Exception {
    system = shared;
  }

  private String refused(Path location) throws Exception {
    RunSummary summary = system.start(system.target(location), 1, false, system.data).end();
    assertThat(summary.outcome()).isEqualTo(Outcome.UNUSABLE_TARGET);
    return summary.message();
  }

  private String refused(OwnedRepository repository) throws Exception {
    Map<String, String> before = repository.state(true);
    String message = refused(repository.folder);
    assertThat(repository.state(true)).isEqualTo(before);
    return message;
  }

  @Test
  void noRepository() throws Exception {
    assertThat(refused(folder))
        .startsWith("not-a-repository: ")
        .contains(folder.toString(), "git init");
    assertThat(refused(folder.resolve("gone")))
        .startsWith("not-a-repository: ")
        .contains("gone is not a folder");
  }

  @Test
  void anEmptyRepository() throws Exception {
    assertThat(refused(new OwnedRepository(folder)))
        .startsWith("empty-repository: ")
        .contains(folder.toString(), "no commit yet; make the first one");
  }

  @Test
  void notJava() throws Exception {
    assertThat(refused(new OwnedRepository(folder).file("main.c", "int main;\n").commit("c")))
        .startsWith("no-java: ")
        .contains(folder.toString(), "improves Java code only");
  }

  @Test
  void noBuildTool() throws Exception {
    assertThat(
            refused(
                new OwnedRepository(folder)
                    .file(OwnedRepository.SOURCE, OwnedRepository.source("Greeting"))
                    .commit("no build")))
        .startsWith("no-build-tool: ")
        .contains(folder.toString(), "pom.xml", "ratchet.yml", "'test'");
  }

  @Test
  void aTinyTargetIsImprovedAndNothingElseOfItChanges() throws Exception {
    system.needsSandbox();
    OwnedRepository repository = OwnedRepository.tiny(folder);
    Map<String, String> before = repository.state(false);
    RunSummary summary = system.start(repository).end();
    assertThat(CycleSystem.outcome(summary)).startsWith("COMPLETED: 1 of 1");
    assertThat(summary.improvements()).singleElement().matches(i -> i.state() == State.VERIFIED);
    assertThat(repository.git("show", OwnedRepository.BRANCH + ":" + OwnedRepository.SOURCE))
        .contains("  @Override\n  public int compareTo(Greeting other)");
    assertThat(repository.state(false)).isEqualTo(before);
    assertThat(Files.exists(folder.resolve(".git/FETCH_HEAD"))).isFalse();
  }
}
