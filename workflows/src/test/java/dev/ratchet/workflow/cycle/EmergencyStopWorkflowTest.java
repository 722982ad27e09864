package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.control.EmergencyStopWorkflow;
import dev.ratchet.workflow.control.StopOrder;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmergencyStopWorkflowTest {
  private final TestWorkflowEnvironment environment = Environments.start(new World());
  private EmergencyStopWorkflow stop;

  private static StopOrder order(Role role, String reason) {
    Principal by = new Principal("anna", Principal.Kind.HUMAN, Set.of(role));
    return new StopOrder(by, reason, Instant.parse("2026-11-23T12:00:00Z"));
  }

  @BeforeEach
  void engage() {
    stop =
        environment
            .getWorkflowClient()
            .newWorkflowStub(
                EmergencyStopWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(EmergencyStopWorkflow.ID)
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    WorkflowClient.start(stop::engage, order(Role.ADMIN, "smoke"));
  }

  @AfterEach
  void end() {
    environment.close();
  }

  @Test
  void staysUntilSomebodyWhoMayReleasesIt() {
    assertThatThrownBy(() -> stop.release(order(Role.USER, "no fire")))
        .isInstanceOf(WorkflowUpdateException.class);
    assertThatThrownBy(() -> stop.release(order(Role.ADMIN, " ")))
        .isInstanceOf(WorkflowUpdateException.class);
    assertThat(stop.order().reason()).isEqualTo("smoke");
    stop.release(order(Role.ADMIN, "no fire"));
    assertThat(WorkflowStub.fromTyped(stop).getResult(StopOrder.class).reason())
        .isEqualTo("no fire");
  }
}
