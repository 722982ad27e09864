package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Improvement.State;
import dev.ratchet.worker.CycleSystem.Run;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.cycle.RunSummary.Outcome;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else works on the target too: a person, or another run. */
@Timeout(120)
@ExtendWith(CycleSystem.Shared.class)
class BusyTargetsIT {
  private static CycleSystem system;

  @TempDir Path folder;
  private OwnedRepository repository;

  @BeforeAll
  static void start(CycleSystem shared) throws Exception {
    system = shared;
    system.needsSandbox();
  }

  @BeforeEach
  void target() throws Exception {
    repository = OwnedRepository.tiny(folder.resolve("repo"));
  }

  /** A run that has read the target and goes no further until it is resumed. */
  private Run held() throws Exception {
    Run run = system.start(repository);
    run.pause();
    run.await(status -> status.baseline() != null);
    return run;
  }

  @Test
  void theBranchMovesDuringTheRun() throws Exception {
    Run run = held();
    String tree = repository.git("rev-parse", "main^{tree}");
    String theirs = repository.git("commit-tree", tree, "-p", "main", "-m", "by the owner");
    repository.git("update-ref", "refs/heads/" + OwnedRepository.BRANCH, theirs);
    Map<String, String> before = repository.state(false);
    run.resume();
    RunSummary summary = run.end();
    assertThat(CycleSystem.outcome(summary)).startsWith("COMPLETED: 1 of ");
    assertThat(summary.improvements().getLast().state()).isEqualTo(State.VERIFIED);
    assertThat(repository.git("rev-parse", OwnedRepository.BRANCH + "~1")).isEqualTo(theirs);
    assertThat(repository.state(false)).isEqualTo(before);
  }

  @Test
  void theBaseBranchMovesDuringTheRun() throws Exception {
    String first = repository.git("rev-parse", "main");
    Run run = held();
    repository.file("README", "new\n").commit("meanwhile");
    Map<String, String> before = repository.state(false);
    run.resume();
    assertThat(CycleSystem.outcome(run.end())).startsWith("COMPLETED: 1 of 1");
    assertThat(repository.git("rev-parse", OwnedRepository.BRANCH + "~1")).isEqualTo(first);
    assertThat(repository.state(false)).isEqualTo(before);
  }

  @Test
  void theBranchIsCheckedOutInAWorkTree() throws Exception {
    Path tree = folder.resolve("their work tree");
    repository.git("worktree", "add", "-q", "-b", OwnedRepository.BRANCH, tree.toString());
    Map<String, String> before = repository.state(true);
    RunSummary summary = system.start(repository).end();
    assertThat(CycleSystem.outcome(summary))
        .startsWith("UNUSABLE_TARGET: branch-checked-out: ")
        .contains(OwnedRepository.BRANCH, tree.toString(), "check out another branch there");
    assertThat(repository.state(true)).isEqualTo(before);
  }

  @Test
  void theBranchIsCheckedOutDuringTheRun() throws Exception {
    Run run = held();
    Path tree = folder.resolve("their work tree");
    repository.git("worktree", "add", "-q", "-b", OwnedRepository.BRANCH, tree.toString());
    Map<String, String> before = repository.state(true);
    run.resume();
    RunSummary summary = run.end();
    assertThat(CycleSystem.outcome(summary)).startsWith("FAILED: ").contains(tree.toString());
    assertThat(summary.improvements()).noneMatch(i -> i.state() == State.VERIFIED);
    assertThat(repository.state(true)).isEqualTo(before);
    repository.git("worktree", "remove", "--force", tree.toString());
    repository.git("branch", "-q", "-D", OwnedRepository.BRANCH);
    assertThat(system.start(run.target(), 2, false, system.data).end().outcome())
        .isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void twoRunsOnOneTarget() throws Exception {
    Run first = held();
    RunSummary refused = system.start(first.target(), 2, false, system.data).end();
    assertThat(CycleSystem.outcome(refused))
        .startsWith("UNUSABLE_TARGET: busy: " + first.id())
        .contains("wait for it or stop it");
    Run waiting = system.start(first.target(), 3, true, system.data);
    first.resume();
    assertThat(CycleSystem.outcome(first.end())).startsWith("COMPLETED: 1 of 1");
    RunSummary second = waiting.end();
    assertThat(second.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    assertThat(second.base()).isEqualTo(repository.git("rev-parse", OwnedRepository.BRANCH));
  }
}
