package dev.ratchet.activity.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.RiskLevel;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.access.Signature;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.repository.RepositoryActivities.OpenTarget;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import dev.ratchet.workflow.repository.RepositoryActivities.RememberedFailure;
import dev.ratchet.workflow.repository.RepositoryActivities.RollbackPlan;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitRepositoryActivitiesTest {
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
  private static final String FILE = "src/main/java/p/A.java";

  @TempDir Path temp;
  private GitFixture origin;
  private DataFolder data;
  private JGitRepositoryActivities activities;
  private Target target;

  @BeforeEach
  void repositories() throws Exception {
    origin = new GitFixture(temp.resolve("Ziel mit Umlaut ä")).project();
    data = new DataFolder(temp.resolve("data"));
    activities = activities(() -> {});
    target = new Target("demo", origin.folder.toString(), null, false);
  }

  private JGitRepositoryActivities activities(Runnable admission) {
    return new JGitRepositoryActivities(
        data, new ObjectStore(data.objects()), admission, run -> run.equals("open-run"));
  }

  private Opening open() {
    return activities.openTarget(new OpenTarget(target, "demo-1", Principal.ENGINE, false));
  }

  private Opening.Opened opened() {
    assertThat(open()).isInstanceOf(Opening.Opened.class);
    return (Opening.Opened) open();
  }

  private String unusable() {
    assertThat(open()).isInstanceOf(Opening.Unusable.class);
    return ((Opening.Unusable) open()).code();
  }

  private Candidate candidate(String id, String base, String text) {
    try (Mirror mirror = JGitRepositoryActivities.mirror(data, target)) {
      String commit =
          mirror.commit(base, Map.of(FILE, text.getBytes(StandardCharsets.UTF_8)), "Change\n", AT);
      return new Candidate(id, base, commit, mirror.tree(commit));
    }
  }

  private StackMove stack(Opening.Opened opened, Candidate... candidates) {
    return new StackMove(
        target,
        "demo-1",
        opened.settings().improvementsBranch(),
        opened.base(),
        opened.branchTip(),
        List.of(candidates),
        List.of(),
        false);
  }

  private void apply(StackMove move) {
    activities.saveRollbackPoints(move);
    activities.advanceBranch(move);
    activities.publish(move);
  }

  private Improvement verified(Candidate candidate) {
    return new Improvement(
        candidate.improvementId(),
        "demo-1",
        "demo",
        "rule:x",
        ImprovementType.CODE_QUALITY,
        ImprovementKind.RULE,
        "Change a",
        List.of(FILE),
        "clearer",
        RiskLevel.LOW,
        Improvement.State.VERIFIED,
        candidate,
        null,
        "");
  }

  @Test
  void findsBaseAndSettings() throws Exception {
    Opening.Opened opened = opened();
    assertThat(opened.base()).isEqualTo(origin.git("rev-parse", "main"));
    assertThat(opened.branchTip()).isNull();
    TargetSettings settings = opened.settings();
    assertThat(settings.languageLevel()).isEqualTo(8);
    assertThat(settings.sourceRoots()).containsExactly("src/main/java");
    assertThat(settings.improvementsBranch()).isEqualTo("ratchet/improvements");
  }

  @Test
  void publishesWithoutTouchingAnythingElse() throws Exception {
    Opening.Opened opened = opened();
    String before = origin.state();
    Candidate change = candidate("demo-1-01", opened.base(), "package p;\n\nclass A {}\n");
    StackMove move = stack(opened, change);
    apply(move);
    apply(move);
    assertThat(origin.git("rev-parse", "ratchet/improvements")).isEqualTo(change.commit());
    assertThat(origin.git("fsck", "--no-dangling")).isEmpty();
    origin.git("update-ref", "-d", "refs/heads/ratchet/improvements");
    assertThat(origin.state()).isEqualTo(before);
  }

  @Test
  void undoesAHalfAppliedStackInEveryOrderItMayHaveStoppedIn() throws Exception {
    Opening.Opened opened = opened();
    StackMove move =
        stack(opened, candidate("demo-1-01", opened.base(), "package p;\nclass A {}\n"));
    apply(move);
    for (int i = 0; i < 2; i++) {
      activities.unpublish(move);
      activities.restoreBranch(move);
      activities.dropRollbackPoints(move);
    }
    assertThat(origin.git("for-each-ref", "refs/heads/ratchet")).isEmpty();
    assertThat(opened()).isEqualTo(opened);
  }

  @Test
  void refusesABranchThatMovedMeanwhile() throws Exception {
    Opening.Opened opened = opened();
    StackMove move =
        stack(opened, candidate("demo-1-01", opened.base(), "package p;\nclass A {}\n"));
    activities.advanceBranch(move);
    origin.git("branch", "ratchet/improvements", "main");
    assertThatThrownBy(() -> activities.publish(move))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(Failures.REF_MOVED);
              assertThat(failure.isNonRetryable()).isTrue();
            });
  }

  @Test
  void refusesABranchThatIsCheckedOutEvenInALinkedWorkTree() throws Exception {
    Opening.Opened opened = opened();
    StackMove move =
        stack(opened, candidate("demo-1-01", opened.base(), "package p;\nclass A {}\n"));
    activities.advanceBranch(move);
    origin.git(
        "worktree", "add", "-q", "-b", "ratchet/improvements", temp.resolve("linked").toString());
    String before = origin.state();
    assertThatThrownBy(() -> activities.publish(move))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(Failures.PUBLISH_REFUSED))
        .hasMessageContaining("linked");
    assertThat(origin.state()).isEqualTo(before);
    assertThat(unusable()).isEqualTo("branch-checked-out");
  }

  @Test
  void anEngagedEmergencyStopMovesNoRef() throws Exception {
    Opening.Opened opened = opened();
    StackMove move =
        stack(opened, candidate("demo-1-01", opened.base(), "package p;\nclass A {}\n"));
    JGitRepositoryActivities stopped =
        activities(
            () -> {
              throw new IllegalStateException("stopped");
            });
    assertThatThrownBy(() -> stopped.saveRollbackPoints(move)).hasMessage("stopped");
    assertThatThrownBy(() -> stopped.advanceBranch(move)).hasMessage("stopped");
    assertThatThrownBy(() -> stopped.publish(move)).hasMessage("stopped");
    assertThat(origin.git("for-each-ref", "refs/heads/ratchet")).isEmpty();
  }

  @Test
  void goesOnFromTheImprovementsAndTakesInWhatTheBaseBranchGained() throws Exception {
    Opening.Opened first = opened();
    Candidate change =
        candidate(
            "demo-1-01", first.base(), "package p;\n\nclass A {\n  int a = 1;\n  int b = 3;\n}\n");
    apply(stack(first, change));
    assertThat(opened().base()).isEqualTo(change.commit());
    origin.file("README", "more").commit("more");
    Opening.Opened merged = opened();
    try (Mirror mirror = JGitRepositoryActivities.mirror(data, target)) {
      assertThat(mirror.read(merged.base(), "README")).isPresent();
      assertThat(mirror.isAncestor(change.commit(), merged.base())).isTrue();
    }
    assertThat(opened().base()).isEqualTo(merged.base());
    origin
        .file(FILE, "package p;\n\nclass A {\n  int a = 1;\n  int b = 4;\n}\n")
        .commit("conflict");
    assertThat(unusable()).isEqualTo("diverged");
  }

  @Test
  void rollsBackTheTipByGoingBackAndOthersByARevert() throws Exception {
    Opening.Opened opened = opened();
    Candidate one =
        candidate(
            "demo-1-01", opened.base(), "package p;\n\nclass A {\n  int a = 7;\n  int b = 2;\n}\n");
    Candidate two =
        candidate(
            "demo-1-02",
            one.commit(),
            "package p;\n\nclass A {\n  int a = 7;\n  int b = 2;\n}\n\nclass B {}\n");
    apply(stack(opened, one, two));
    activities.recordImprovement(verified(one), AT);
    activities.recordImprovement(verified(two), AT);
    activities.closeTarget(target, "demo-1");

    RollbackPlan plan = activities.planRollback(target, "demo-1-01", "rollback-demo-1-01");
    StackMove revert = activities.prepareRollback(plan, Principal.ENGINE, AT);
    activities.advanceBranch(revert);
    activities.publish(revert);
    assertThat(origin.git("show", "ratchet/improvements:" + FILE)).contains("int a = 1", "class B");
    activities.closeTarget(target, "rollback-demo-1-01");

    RollbackPlan tip = activities.planRollback(target, "demo-1-02", "rollback-demo-1-02");
    assertThat(tip).isInstanceOf(RollbackPlan.Possible.class);
  }

  @Test
  void theTipGoesBackToWhatWasBefore() throws Exception {
    Opening.Opened opened = opened();
    Candidate one = candidate("demo-1-01", opened.base(), "package p;\nclass A {}\n");
    apply(stack(opened, one));
    activities.recordImprovement(verified(one), AT);
    activities.closeTarget(target, "demo-1");
    RollbackPlan plan = activities.planRollback(target, "demo-1-01", "rollback-demo-1-01");
    StackMove back = activities.prepareRollback(plan, Principal.ENGINE, AT);
    activities.advanceBranch(back);
    activities.publish(back);
    assertThat(origin.git("rev-parse", "ratchet/improvements")).isEqualTo(opened.base());
  }

  @Test
  void anotherOpenRunKeepsTheTargetAndAClosedOneDoesNot() {
    activities.openTarget(new OpenTarget(target, "open-run", Principal.ENGINE, false));
    assertThat(unusable()).isEqualTo("busy");
    assertThatThrownBy(
            () -> activities.openTarget(new OpenTarget(target, "demo-1", Principal.ENGINE, true)))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(Failures.TARGET_BUSY));
    activities.closeTarget(target, "open-run");
    activities.openTarget(new OpenTarget(target, "crashed-run", Principal.ENGINE, false));
    opened();
  }

  @Test
  void anApplyThatNeedsApprovalIsRefusedWithoutAGenuineOne() {
    Opening.Opened opened = opened();
    Candidate one = candidate("demo-1-01", opened.base(), "package p;\nclass A {}\n");
    StackMove unapproved =
        new StackMove(
            target,
            "demo-1",
            "ratchet/improvements",
            opened.base(),
            null,
            List.of(one),
            List.of(
                new dev.ratchet.workflow.control.Approval(
                    "demo-1", "demo-1-01", one.commit(), Principal.ENGINE, AT, "00")),
            true);
    assertThatThrownBy(() -> activities.advanceBranch(unapproved))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(Failures.NOT_APPROVED));
  }

  @Test
  void aLostMirrorIsRebuiltFromTheOriginAndTheBackup() throws Exception {
    Opening.Opened opened = opened();
    Candidate one = candidate("demo-1-01", opened.base(), "package p;\nclass A {}\n");
    apply(stack(opened, one));
    activities.recordImprovement(verified(one), AT);
    dev.ratchet.activity.sandbox.Sandboxes.delete(data.mirrors().resolve("demo.git"));
    opened();
    assertThat(activities.readImprovement(target, "demo-1-01")).isEqualTo(verified(one));
    try (Mirror mirror = JGitRepositoryActivities.mirror(data, target)) {
      assertThat(mirror.ref("refs/ratchet/rollback/demo-1-01")).contains(opened.base());
    }
  }

  @Test
  void saysWhatIsWrongWithAnUnusableTarget() throws Exception {
    target = new Target("demo", temp.resolve("nowhere").toString(), null, false);
    assertThat(unusable()).isEqualTo("not-a-repository");
    target =
        new Target("demo", Files.createDirectories(temp.resolve("plain")).toString(), null, false);
    assertThat(unusable()).isEqualTo("not-a-repository");
    target =
        new Target("demo", new GitFixture(temp.resolve("empty")).folder.toString(), null, false);
    assertThat(unusable()).isEqualTo("empty-repository");
    target =
        new Target(
            "demo",
            new GitFixture(temp.resolve("c")).file("main.c", "").commit("c").folder.toString(),
            null,
            false);
    assertThat(unusable()).isEqualTo("no-java");
    target =
        new Target(
            "demo",
            new GitFixture(temp.resolve("nobuild"))
                .file("A.java", "class A {}")
                .commit("c")
                .folder
                .toString(),
            null,
            false);
    assertThat(unusable()).isEqualTo("no-build-tool");
    target = new Target("demo", origin.folder.toString(), "nope", false);
    assertThat(unusable()).isEqualTo("no-such-branch");
  }

  @Test
  void readsRatchetYmlStrictly() throws Exception {
    origin
        .file(
            "ratchet.yml",
            "branch: bot/better\napproval: medium-risk\nbudget: {stack: 3, build-time: 5m}\nprotect: [docs/**]\n")
        .commit("yml");
    TargetSettings settings = opened().settings();
    assertThat(settings.improvementsBranch()).isEqualTo("bot/better");
    assertThat(settings.approval()).isEqualTo(ApprovalPolicy.MEDIUM_RISK);
    assertThat(settings.budget().stack()).isEqualTo(3);
    assertThat(settings.protectedPaths()).contains("docs/**", "ratchet.yml");
    origin.file("ratchet.yml", "aproval: all\n").commit("typo");
    assertThat(((Opening.Unusable) open()).message())
        .contains("'aproval'", "did you mean 'approval'");
  }

  private static final String WITH_B = "package p;\n\nclass A {\n  int a = 1;\n  int b = 3;\n}\n";

  private void ownerCommitsOnImprovements(String path, String text) throws Exception {
    origin.git("checkout", "-q", "ratchet/improvements");
    origin.file(path, text).commit("by the owner");
    origin.git("checkout", "-q", "main");
  }

  @Test
  void revertsWhereTheOwnerHasBuiltOnTheStack() throws Exception {
    Opening.Opened opened = opened();
    StackMove move = stack(opened, candidate("demo-1-01", opened.base(), WITH_B));
    apply(move);
    ownerCommitsOnImprovements("README", "mine");
    activities.unpublish(move);
    String reverted = origin.git("rev-parse", "ratchet/improvements");
    activities.unpublish(move);
    assertThat(origin.git("rev-parse", "ratchet/improvements")).isEqualTo(reverted);
    assertThat(origin.git("diff", "--name-only", "main", "ratchet/improvements"))
        .isEqualTo("README");
    assertThat(origin.git("log", "-1", "--format=%B", "ratchet/improvements"))
        .contains("Improvement-Id: demo-1-01");
  }

  @Test
  void theUndoOfARollbackThatCameToNothingBringsNothingBack() throws Exception {
    Opening.Opened opened = opened();
    Candidate change = candidate("demo-1-01", opened.base(), WITH_B);
    apply(stack(opened, change));
    origin.git("checkout", "-q", "ratchet/improvements");
    origin.git("revert", "--no-edit", "HEAD");
    origin.git("checkout", "-q", "main");
    String before = origin.state();
    Candidate back =
        new Candidate(
            "demo-1-01", change.commit(), opened.base(), origin.git("rev-parse", "main^{tree}"));
    activities.unpublish(
        new StackMove(
            target,
            "rollback",
            opened.settings().improvementsBranch(),
            change.commit(),
            change.commit(),
            List.of(back),
            List.of(),
            false));
    assertThat(origin.state()).isEqualTo(before);
  }

  @Test
  void leavesToThePersonWhatConflictsWithTheUndo() throws Exception {
    Opening.Opened opened = opened();
    StackMove move = stack(opened, candidate("demo-1-01", opened.base(), WITH_B));
    apply(move);
    ownerCommitsOnImprovements(FILE, WITH_B.replace("b = 3", "b = 33"));
    String before = origin.state();
    assertThatThrownBy(() -> activities.unpublish(move))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isTrue())
        .hasMessageContaining("by hand");
    assertThat(origin.state()).isEqualTo(before);
  }

  @Test
  void anUndoWaitsWhileTheBranchIsCheckedOut() throws Exception {
    Opening.Opened opened = opened();
    StackMove move = stack(opened, candidate("demo-1-01", opened.base(), WITH_B));
    apply(move);
    origin.git("checkout", "-q", "ratchet/improvements");
    String before = origin.state();
    assertThatThrownBy(() -> activities.unpublish(move))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isFalse());
    assertThat(origin.state()).isEqualTo(before);
    origin.git("checkout", "-q", "main");
    activities.unpublish(move);
    assertThat(origin.git("for-each-ref", "refs/heads/ratchet")).isEmpty();
  }

  @Test
  void goesOnAfterACrashBetweenAnyTwoSteps() throws Exception {
    Opening.Opened opened = opened();
    Candidate one = candidate("demo-1-01", opened.base(), WITH_B);
    StackMove move = stack(opened, one, candidate("demo-1-02", one.commit(), "package p;\n"));
    List<Runnable> steps =
        List.of(
            () -> activities.saveRollbackPoints(move),
            () -> activities.advanceBranch(move),
            () -> activities.publish(move));
    for (int crash = 0; crash < steps.size(); crash++) {
      steps.subList(0, crash + 1).forEach(Runnable::run);
      activities = activities(() -> {});
      opened();
      steps.forEach(Runnable::run);
      assertThat(origin.git("rev-parse", "ratchet/improvements")).isEqualTo(move.tip());
      activities.unpublish(move);
      activities.restoreBranch(move);
      activities.dropRollbackPoints(move);
      assertThat(opened()).isEqualTo(opened);
    }
  }

  @Test
  void aHalfAdvancedStackIsFinished() throws Exception {
    Opening.Opened opened = opened();
    Candidate one = candidate("demo-1-01", opened.base(), WITH_B);
    Candidate two = candidate("demo-1-02", one.commit(), "package p;\n");
    activities.advanceBranch(stack(opened, one));
    activities.advanceBranch(stack(opened, one, two));
    try (Mirror mirror = JGitRepositoryActivities.mirror(data, target)) {
      assertThat(mirror.ref("refs/heads/ratchet/improvements")).contains(two.commit());
    }
  }

  private StackMove approved(Opening.Opened opened, Candidate signed, Candidate... candidates) {
    Approval unsigned =
        new Approval("demo-1", signed.improvementId(), signed.commit(), Principal.ENGINE, AT, "-");
    String signature = new Signature(data.approvalKey()).sign(unsigned.signed());
    Approval approval =
        new Approval(
            "demo-1", signed.improvementId(), signed.commit(), Principal.ENGINE, AT, signature);
    return new StackMove(
        target,
        "demo-1",
        "ratchet/improvements",
        opened.base(),
        null,
        List.of(candidates),
        List.of(approval),
        true);
  }

  @Test
  void anApprovalIsOneOfThoseBelowAndOfNothingElse() throws Exception {
    Opening.Opened opened = opened();
    Candidate one = candidate("demo-1-01", opened.base(), WITH_B);
    Candidate two = candidate("demo-1-02", one.commit(), "package p;\n");
    Candidate beside = candidate("demo-1-03", opened.base(), "package p;\n\n");
    for (StackMove refused :
        List.of(approved(opened, one, one, two), approved(opened, two, beside, two))) {
      assertThatThrownBy(() -> activities.advanceBranch(refused))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failure -> assertThat(failure.getType()).isEqualTo(Failures.NOT_APPROVED));
    }
    activities.advanceBranch(approved(opened, two, one, two));
  }

  @Test
  void anEngagedEmergencyStopUndoesNothingEither() throws Exception {
    Opening.Opened opened = opened();
    StackMove move = stack(opened, candidate("demo-1-01", opened.base(), WITH_B));
    apply(move);
    String before = origin.state();
    JGitRepositoryActivities stopped =
        activities(
            () -> {
              throw new IllegalStateException("stopped");
            });
    assertThatThrownBy(() -> stopped.unpublish(move)).hasMessage("stopped");
    assertThatThrownBy(() -> stopped.restoreBranch(move)).hasMessage("stopped");
    assertThatThrownBy(() -> stopped.dropRollbackPoints(move)).hasMessage("stopped");
    assertThat(origin.state()).isEqualTo(before);
  }

  @Test
  void aLostMirrorComesBackWithWaitingCandidatesWhateverReadItFirst() throws Exception {
    Opening.Opened opened = opened();
    Candidate waiting = candidate("demo-1-01", opened.base(), WITH_B);
    activities.recordImprovement(verified(waiting), AT);
    dev.ratchet.activity.sandbox.Sandboxes.delete(data.mirrors().resolve("demo.git"));
    assertThat(activities.readRuns(target, 10)).isEmpty();
    assertThatThrownBy(
            () ->
                activities.rememberFailure(
                    new RememberedFailure(target, "key", "demo-1-02", "no", AT)))
        .hasMessageContaining("was lost");
    opened();
    try (Mirror mirror = JGitRepositoryActivities.mirror(data, target)) {
      assertThat(mirror.tree(waiting.commit())).isEqualTo(waiting.tree());
      assertThat(mirror.ref("refs/notes/ratchet")).isPresent();
    }
  }

  @Test
  void saysWhenNoBackupFits() throws Exception {
    Opening.Opened opened = opened();
    activities.recordImprovement(verified(candidate("demo-1-01", opened.base(), WITH_B)), AT);
    dev.ratchet.activity.sandbox.Sandboxes.delete(data.mirrors().resolve("demo.git"));
    dev.ratchet.activity.sandbox.Sandboxes.delete(data.objects());
    assertThat(unusable()).isEqualTo("lost-mirror");
    Files.delete(data.mirrors().resolve("demo.backup"));
    opened();
  }

  @Test
  void keepsAFewBackupsOnly() throws Exception {
    opened();
    for (int i = 0; i < 6; i++) {
      activities.rememberFailure(
          new RememberedFailure(target, "key" + i, "demo-1-0" + i, "no", AT));
    }
    assertThat(Files.readAllLines(data.mirrors().resolve("demo.backup"))).hasSize(3);
  }

  @Test
  void theImprovementsNeedABranchOfTheirOwn() throws Exception {
    origin.file("ratchet.yml", "branch: main\n").commit("yml");
    origin.git("checkout", "-q", "--detach");
    target = new Target("demo", origin.folder.toString(), "main", false);
    assertThat(unusable()).isEqualTo("bad-settings");
  }
}
