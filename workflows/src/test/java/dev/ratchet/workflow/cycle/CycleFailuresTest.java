package dev.ratchet.workflow.cycle;

import static dev.ratchet.workflow.cycle.CycleRun.titles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Improvement.State;
import dev.ratchet.workflow.Failures;
import io.temporal.api.enums.v1.EventType;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CycleFailuresTest {
  private final CycleRun cycle = new CycleRun();
  private final World world = cycle.world;

  @AfterEach
  void end() {
    cycle.close();
  }

  @Test
  void aStopAfterTheVerificationLeavesWhatIsVerified() {
    world.hook =
        name -> {
          if (name.equals("verify")) {
            cycle.other().stop(CycleRun.enough());
            cycle.awaitTakenIn(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
          }
        };
    RunSummary summary = cycle.run();
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
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(world.published()).hasSize(5);
  }

  @Test
  void aStepThatFailsForEverEndsTheRun() {
    world.obstacles.put("analyze", new IllegalStateException("a fault"));
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(summary.message()).contains("a fault");
    assertThat(world.calls).endsWith("recordRun", "closeTarget");
  }

  @Test
  void aRefusedUndoKeepsNoneOfTheOthersBackAndIsSaid() {
    world.faults.put("verify", World.failure("Broken"));
    world.faults.put("unpublish", World.failure(Failures.PUBLISH_REFUSED));
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(summary.message()).startsWith("not all could be undone: PublishRefused");
    assertThat(world.deeds()).contains("restoreBranch", "dropRollbackPoints");
    assertThat(world.rollbackPoints).isEmpty();
  }

  @Test
  void aRefusedPublishEndsTheRunAndLeavesTheTargetAsItWas() {
    world.faults.put("publish", World.failure(Failures.PUBLISH_REFUSED));
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(world.published()).isEmpty();
    assertThat(world.mirror).isEqualTo(World.sha(0));
    assertThat(world.calls.stream().filter("openTarget"::equals)).hasSize(1);
  }
}
