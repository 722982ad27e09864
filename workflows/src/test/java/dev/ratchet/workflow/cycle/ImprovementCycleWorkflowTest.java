package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImprovementCycleWorkflowTest {
  private static final Principal ANNA =
      new Principal("anna", Principal.Kind.HUMAN, Set.of(Principal.Role.OPERATOR));
  private static final Principal GUEST =
      new Principal("guest", Principal.Kind.HUMAN, Set.of(Principal.Role.VIEWER));
  private static final String ID = "demo-1";
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

  private final World world = new World();
  private TestWorkflowEnvironment environment;
  private ImprovementCycleWorkflow workflow;

  @BeforeEach
  void start() {
    environment = Environments.start(world);
    workflow =
        environment
            .getWorkflowClient()
            .newWorkflowStub(
                ImprovementCycleWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(ID)
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    for (String title : List.of("a", "b", "c", "d", "e")) {
      world.optimizations.add(World.optimization(title, title + ".java"));
    }
  }

  @AfterEach
  void end() {
    environment.close();
  }

  private static RunRequest request() {
    return new RunRequest(
        ID, new Target("demo", "somewhere", null, false), "home", ANNA, AT, null, true, null);
  }

  private RunSummary run() {
    return workflow.run(request());
  }

  private List<String> titles(RunSummary summary, State state) {
    return summary.improvements().stream()
        .filter(i -> i.state() == state)
        .map(Improvement::description)
        .toList();
  }

  @Test
  void appliesAndVerifiesAStackWithTwoTestRuns() {
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(titles(summary, State.VERIFIED)).containsExactly("a", "b", "c", "d", "e");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    assertThat(summary.testRuns()).isEqualTo(2);
    assertThat(world.deeds())
        .containsExactly(
            "saveRollbackPoints", "advanceBranch", "publish", "recordRun", "closeTarget");
    assertThat(world.recorded.values()).allMatch(i -> i.state() == State.VERIFIED);
  }

  @Test
  void candidatesThatTouchTheSameFileGoToAnotherStack() {
    world.optimizations.add(World.optimization("f", "a.java"));
    RunSummary summary = run();
    assertThat(titles(summary, State.VERIFIED)).hasSize(6);
    assertThat(summary.testRuns()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d", "e"})
  void findsTheCulpritWhereverItIs(String culprit) {
    world.bad.add(culprit);
    RunSummary summary = run();
    assertThat(titles(summary, State.REJECTED)).containsExactly(culprit);
    assertThat(titles(summary, State.VERIFIED)).hasSize(4).doesNotContain(culprit);
    assertThat(world.published()).hasSize(4).doesNotContain(culprit);
    assertThat(world.remembered).containsExactly("key-" + culprit);
  }

  @Test
  void findsTwoCulprits() {
    world.bad.addAll(Set.of("b", "d"));
    RunSummary summary = run();
    assertThat(titles(summary, State.REJECTED)).containsExactlyInAnyOrder("b", "d");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "c", "e");
  }

  @Test
  void aRedVerificationUndoesTheCulpritAndThoseAboveComeBack() {
    world.bad.add("verify:c");
    RunSummary summary = run();
    assertThat(titles(summary, State.REJECTED)).containsExactly("c");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b", "d", "e");
    assertThat(world.deeds().subList(0, 9))
        .containsExactly(
            "saveRollbackPoints",
            "advanceBranch",
            "publish",
            "unpublish",
            "restoreBranch",
            "dropRollbackPoints",
            "saveRollbackPoints",
            "advanceBranch",
            "publish");
  }

  @Test
  void aCheapGateRefusesWithoutATestRunOfItsOwn() {
    world.optimizations.set(1, World.optimization("refused", "b.java"));
    world.optimizations.set(2, World.optimization("nothing", "c.java"));
    RunSummary summary = run();
    assertThat(titles(summary, State.REJECTED)).containsExactly("refused");
    assertThat(titles(summary, State.NOT_PROPOSED)).containsExactly("nothing");
    assertThat(titles(summary, State.VERIFIED)).containsExactly("a", "d", "e");
    assertThat(summary.testRuns()).isEqualTo(2);
    assertThat(world.remembered).containsExactly("key-refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"saveRollbackPoints", "advanceBranch", "publish", "verify"})
  void aFailingStepIsUndoneInReverseOrder(String step) {
    world.faults.put(step, World.failure("Broken"));
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(summary.message()).contains("Broken for a test");
    List<String> undone = List.of("unpublish", "restoreBranch", "dropRollbackPoints");
    int from =
        switch (step) {
          case "saveRollbackPoints" -> 2;
          case "advanceBranch" -> 1;
          default -> 0;
        };
    assertThat(world.deeds().stream().filter(d -> undone.contains(d)).toList())
        .isEqualTo(undone.subList(from, 3));
    assertThat(world.published()).isEmpty();
    assertThat(world.mirror).isEqualTo(World.sha(0));
    assertThat(world.rollbackPoints).isEmpty();
    assertThat(world.calls).endsWith("recordRun", "closeTarget");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openTarget",
        "measureBaseline",
        "analyze",
        "propose",
        "checkCandidate",
        "test",
        "saveRollbackPoints",
        "advanceBranch",
        "publish"
      })
  void aStopAtAnyStepLeavesTheTargetAsItWas(String step) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    world.hook =
        name -> {
          if (name.equals(step) && !sent.isDone()) {
            sent.complete(null);
            environment
                .getWorkflowClient()
                .newWorkflowStub(ImprovementCycleWorkflow.class, ID)
                .stop(new StopOrder(ANNA, "enough", AT));
            pause();
          }
        };
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.STOPPED);
    assertThat(summary.message()).isEqualTo("stopped by anna: enough");
    assertThat(world.published()).isEmpty();
    assertThat(world.mirror).isEqualTo(World.sha(0));
    assertThat(world.rollbackPoints).isEmpty();
    assertThat(world.calls).endsWith("recordRun", "closeTarget");
    assertThat(summary.improvements()).allMatch(i -> i.state() == State.STOPPED);
    assertThat(world.recorded.values())
        .hasSameSizeAs(summary.improvements())
        .allMatch(i -> i.state() == State.STOPPED);
  }

  @Test
  void aStopAfterTheVerificationLeavesWhatIsVerified() {
    world.hook =
        name -> {
          if (name.equals("verify")) {
            environment
                .getWorkflowClient()
                .newWorkflowStub(ImprovementCycleWorkflow.class, ID)
                .stop(new StopOrder(ANNA, "enough", AT));
            pause();
          }
        };
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.STOPPED);
    assertThat(world.published()).hasSize(5);
    assertThat(titles(summary, State.VERIFIED)).hasSize(5);
    assertThat(world.recorded.values()).hasSize(5).allMatch(i -> i.state() == State.VERIFIED);
  }

  @Test
  void anEmergencyStopOfMinutesFailsNoRun() {
    world.obstacles.put(
        "advanceBranch", ApplicationFailure.newFailure("engaged", Failures.EMERGENCY_STOP));
    world.hook =
        name -> {
          if (name.equals("advanceBranch")
              && world.calls.stream().filter(name::equals).count() == 30) {
            world.obstacles.clear();
          }
        };
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(world.published()).hasSize(5);
  }

  @Test
  void aStepThatFailsForEverEndsTheRun() {
    world.obstacles.put("analyze", new IllegalStateException("a fault"));
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(summary.message()).contains("a fault");
    assertThat(world.calls).endsWith("recordRun", "closeTarget");
  }

  @Test
  void aRefusedUndoKeepsNoneOfTheOthersBackAndIsSaid() {
    world.faults.put("verify", World.failure("Broken"));
    world.faults.put("unpublish", World.failure(Failures.PUBLISH_REFUSED));
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(summary.message()).startsWith("not all could be undone: PublishRefused");
    assertThat(world.deeds()).contains("restoreBranch", "dropRollbackPoints");
    assertThat(world.rollbackPoints).isEmpty();
  }

  @Test
  void aRefusedPublishEndsTheRunAndLeavesTheTargetAsItWas() {
    world.faults.put("publish", World.failure(Failures.PUBLISH_REFUSED));
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(world.published()).isEmpty();
    assertThat(world.mirror).isEqualTo(World.sha(0));
    assertThat(world.calls.stream().filter("openTarget"::equals)).hasSize(1);
  }

  @Test
  void aBranchThatMovesTimeAndAgainEndsTheRun() {
    world.obstacles.put("publish", World.failure(Failures.REF_MOVED));
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(world.calls.stream().filter("openTarget"::equals)).hasSize(3);
    assertThat(world.rollbackPoints).isEmpty();
  }

  @Test
  void aForgedApprovalAppliesNothingAndTheRunGoesOnWaiting() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    world.faults.put("advanceBranch", World.failure(Failures.NOT_APPROVED));
    WorkflowClient.start(workflow::run, request());
    waitFor(State.WAITING_FOR_APPROVAL, 5);
    Improvement last = workflow.status().improvements().get(4);
    workflow.approve(approval(last, ANNA));
    while (world.events.stream().noneMatch(e -> e.type().equals("approval-refused"))) {
      Thread.sleep(20);
    }
    assertThat(world.published()).isEmpty();
    workflow.approve(approval(last, ANNA));
    RunSummary summary = WorkflowStub.fromTyped(workflow).getResult(RunSummary.class);
    assertThat(titles(summary, State.VERIFIED)).hasSize(5);
  }

  @Test
  void aStopEndsARunThatWaitsForAPerson() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    WorkflowClient.start(workflow::run, request());
    waitFor(State.WAITING_FOR_APPROVAL, 5);
    workflow.stop(new StopOrder(ANNA, "enough", AT));
    RunSummary summary = WorkflowStub.fromTyped(workflow).getResult(RunSummary.class);
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.STOPPED);
    assertThat(world.recorded.values()).hasSize(5).allMatch(i -> i.state() == State.STOPPED);
    assertThat(world.deeds()).containsExactly("recordRun", "closeTarget");
  }

  @Test
  void anImprovementThatSomebodyEndsHoldsNoRunUp() {
    world.hook =
        name -> {
          if (name.equals("checkCandidate")
              && world.calls.stream().filter(name::equals).count() == 2) {
            environment.getWorkflowClient().newUntypedWorkflowStub(ID + "-02").cancel();
            pause();
          }
        };
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(titles(summary, State.STOPPED)).containsExactly("b");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "c", "d", "e");
  }

  /** Lets the run take the stop in while the step still runs. */
  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBranchThatMovedIsTakenFromWhereItIsNow() {
    world.faults.put("publish", World.failure(Failures.REF_MOVED));
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(world.calls.stream().filter("openTarget"::equals)).hasSize(2);
    assertThat(world.published()).hasSize(5);
  }

  @Test
  void aBaseThatDoesNotBuildIsAnalysedOnly() {
    world.status = Baseline.Status.DOES_NOT_BUILD;
    RunSummary summary = run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.ANALYZED_ONLY);
    assertThat(summary.message()).contains("does not build", "broken");
    assertThat(summary.analysis()).isNotNull();
    assertThat(world.calls).doesNotContain("propose");
  }

  @Test
  void anUnusableTargetIsAnOutcomeAndNoFailure() {
    world.unusable = new Opening.Unusable("empty-repository", "it has no commit");
    assertThat(run().outcome()).isEqualTo(RunSummary.Outcome.UNUSABLE_TARGET);
  }

  private void waitFor(State state, int count) throws InterruptedException {
    ImprovementCycleWorkflow running =
        environment.getWorkflowClient().newWorkflowStub(ImprovementCycleWorkflow.class, ID);
    while (running.status().improvements().stream().filter(i -> i.state() == state).count()
        != count) {
      Thread.sleep(20);
    }
  }

  @Test
  void anApprovalIsOneOfTheCommitAndThoseBelowIt() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    WorkflowClient.start(workflow::run, request());
    waitFor(State.WAITING_FOR_APPROVAL, 5);
    assertThat(world.published()).isEmpty();
    Improvement third = workflow.status().improvements().get(2);
    assertThatThrownBy(() -> workflow.approve(approval(third, GUEST)))
        .isInstanceOf(WorkflowUpdateException.class);
    assertThatThrownBy(
            () -> workflow.approve(new Approval(ID, third.id(), World.sha(77), ANNA, AT, "s")))
        .isInstanceOf(WorkflowUpdateException.class);
    workflow.approve(approval(third, ANNA));
    waitFor(State.VERIFIED, 3);
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b", "c");
    workflow.reject(new Rejection(ID, ID + "-04", ANNA, "no"));
    workflow.approve(approval(moved(4, third.candidate().commit()), ANNA));
    RunSummary summary = WorkflowStub.fromTyped(workflow).getResult(RunSummary.class);
    assertThat(titles(summary, State.REJECTED)).containsExactly("d");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b", "c", "e");
  }

  /** The improvement as it waits on its new base. */
  private Improvement moved(int index, String base) throws InterruptedException {
    while (true) {
      Improvement now = workflow.status().improvements().get(index);
      if (now.state() == State.WAITING_FOR_APPROVAL && now.candidate().base().equals(base)) {
        return now;
      }
      Thread.sleep(20);
    }
  }

  @Test
  void aRedVerificationOfAnApprovedStackKeepsThoseBelowTheCulprit() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    world.bad.add("verify:c");
    WorkflowClient.start(workflow::run, request());
    waitFor(State.WAITING_FOR_APPROVAL, 5);
    Improvement fourth = workflow.status().improvements().get(3);
    String second = workflow.status().improvements().get(1).candidate().commit();
    workflow.approve(approval(fourth, ANNA));
    Improvement above = moved(3, second);
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b");
    assertThat(above.candidate().commit()).isNotEqualTo(fourth.candidate().commit());
    assertThatThrownBy(() -> workflow.approve(approval(fourth, ANNA)))
        .isInstanceOf(WorkflowUpdateException.class);
    workflow.stop(new StopOrder(ANNA, "enough", AT));
    RunSummary summary = WorkflowStub.fromTyped(workflow).getResult(RunSummary.class);
    assertThat(titles(summary, State.VERIFIED)).containsExactly("a", "b");
    assertThat(titles(summary, State.REJECTED)).containsExactly("c");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b");
  }

  private static Approval approval(Improvement improvement, Principal by) {
    return new Approval(ID, improvement.id(), improvement.candidate().commit(), by, AT, "signed");
  }

  @Test
  void aPausedRunStartsNothingNew() throws Exception {
    CompletableFuture<Void> paused = new CompletableFuture<>();
    world.hook =
        name -> {
          if (name.equals("measureBaseline")) {
            environment
                .getWorkflowClient()
                .newWorkflowStub(ImprovementCycleWorkflow.class, ID)
                .pause(ANNA);
            paused.complete(null);
          }
        };
    WorkflowClient.start(workflow::run, request());
    paused.get();
    while (!workflow.status().paused() || workflow.status().baseline() == null) {
      Thread.sleep(20);
    }
    assertThat(world.calls).doesNotContain("analyze");
    workflow.resume(ANNA);
    assertThat(WorkflowStub.fromTyped(workflow).getResult(RunSummary.class).outcome())
        .isEqualTo(RunSummary.Outcome.COMPLETED);
  }
}
