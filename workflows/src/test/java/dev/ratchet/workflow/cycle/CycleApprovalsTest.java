package dev.ratchet.workflow.cycle;

import static dev.ratchet.workflow.cycle.CycleRun.ANNA;
import static dev.ratchet.workflow.cycle.CycleRun.AT;
import static dev.ratchet.workflow.cycle.CycleRun.GUEST;
import static dev.ratchet.workflow.cycle.CycleRun.ID;
import static dev.ratchet.workflow.cycle.CycleRun.approval;
import static dev.ratchet.workflow.cycle.CycleRun.titles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import io.temporal.client.WorkflowUpdateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CycleApprovalsTest {
  private final CycleRun cycle = new CycleRun();
  private final World world = cycle.world;

  @AfterEach
  void end() {
    cycle.close();
  }

  @Test
  void aForgedApprovalAppliesNothingAndTheRunGoesOnWaiting() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    world.faults.put("advanceBranch", World.failure(Failures.NOT_APPROVED));
    cycle.start();
    cycle.waitFor(State.WAITING_FOR_APPROVAL, 5);
    Improvement last = cycle.workflow.status().improvements().get(4);
    cycle.workflow.approve(approval(last, ANNA));
    while (world.events.stream().noneMatch(e -> e.type().equals("approval-refused"))) {
      Thread.sleep(20);
    }
    assertThat(world.published()).isEmpty();
    cycle.workflow.approve(approval(last, ANNA));
    RunSummary summary = cycle.end();
    assertThat(titles(summary, State.VERIFIED)).hasSize(5);
  }

  @Test
  void aStopEndsARunThatWaitsForAPerson() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    cycle.start();
    cycle.waitFor(State.WAITING_FOR_APPROVAL, 5);
    cycle.workflow.stop(CycleRun.enough());
    RunSummary summary = cycle.end();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.STOPPED);
    assertThat(world.recorded.values()).hasSize(5).allMatch(i -> i.state() == State.STOPPED);
    assertThat(world.deeds()).containsExactly("recordRun", "closeTarget");
  }

  @Test
  void anApprovalIsOneOfTheCommitAndThoseBelowIt() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    cycle.start();
    cycle.waitFor(State.WAITING_FOR_APPROVAL, 5);
    assertThat(world.published()).isEmpty();
    Improvement third = cycle.workflow.status().improvements().get(2);
    assertThatThrownBy(() -> cycle.workflow.approve(approval(third, GUEST)))
        .isInstanceOf(WorkflowUpdateException.class);
    assertThatThrownBy(
            () ->
                cycle.workflow.approve(new Approval(ID, third.id(), World.sha(77), ANNA, AT, "s")))
        .isInstanceOf(WorkflowUpdateException.class);
    cycle.workflow.approve(approval(third, ANNA));
    cycle.waitFor(State.VERIFIED, 3);
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b", "c");
    cycle.workflow.reject(new Rejection(ID, ID + "-04", ANNA, "no"));
    cycle.workflow.approve(approval(cycle.moved(4, third.candidate().commit()), ANNA));
    RunSummary summary = cycle.end();
    assertThat(titles(summary, State.REJECTED)).containsExactly("d");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b", "c", "e");
  }

  @Test
  void aRedVerificationOfAnApprovedStackKeepsThoseBelowTheCulprit() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    world.bad.add("verify:c");
    cycle.start();
    cycle.waitFor(State.WAITING_FOR_APPROVAL, 5);
    Improvement fourth = cycle.workflow.status().improvements().get(3);
    String second = cycle.workflow.status().improvements().get(1).candidate().commit();
    cycle.workflow.approve(approval(fourth, ANNA));
    Improvement above = cycle.moved(3, second);
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b");
    assertThat(above.candidate().commit()).isNotEqualTo(fourth.candidate().commit());
    assertThatThrownBy(() -> cycle.workflow.approve(approval(fourth, ANNA)))
        .isInstanceOf(WorkflowUpdateException.class);
    cycle.workflow.stop(CycleRun.enough());
    RunSummary summary = cycle.end();
    assertThat(titles(summary, State.VERIFIED)).containsExactly("a", "b");
    assertThat(titles(summary, State.REJECTED)).containsExactly("c");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b");
  }
}
