package dev.ratchet.workflow.control;

import dev.ratchet.domain.Principal.Role;
import io.temporal.common.VersioningBehavior;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowVersioningBehavior;
import org.jspecify.annotations.Nullable;

/** See {@link EmergencyStopWorkflow}. */
public final class EmergencyStopWorkflowImpl implements EmergencyStopWorkflow {
  private final StopOrder order;
  private @Nullable StopOrder release;

  @WorkflowInit
  public EmergencyStopWorkflowImpl(StopOrder order) {
    this.order = order;
  }

  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
  public StopOrder engage(StopOrder same) {
    Workflow.setCurrentDetails("**Engaged** by " + order.by().id() + ": " + order.reason());
    Workflow.await(() -> release != null && Workflow.isEveryHandlerFinished());
    StopOrder released = release;
    return released == null ? order : released;
  }

  @Override
  public StopOrder order() {
    return order;
  }

  @Override
  public StopOrder release(StopOrder by) {
    release = by;
    return by;
  }

  @Override
  public void mayRelease(StopOrder by) {
    if (!by.by().has(Role.ADMIN)) {
      throw new IllegalArgumentException(by.by().id() + " may not release the emergency stop");
    }
    if (by.reason() == null || by.reason().isBlank()) {
      throw new IllegalArgumentException("say why the emergency stop may be released");
    }
  }
}
