package dev.ratchet.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Saga;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * A saga's undo, one after the other in reverse order, also while the workflow is being cancelled.
 * One that is refused keeps none of the others back, and is not passed over in silence.
 */
public final class Undo {
  private final Saga saga =
      new Saga(new Saga.Options.Builder().setParallelCompensation(false).build());
  private final List<String> refused = new ArrayList<>();

  /** To be called before the deed that it undoes. */
  public void with(Runnable compensation) {
    saga.addCompensation(
        () -> {
          try {
            compensation.run();
          } catch (ActivityFailure e) {
            refused.add(
                e.getCause() instanceof ApplicationFailure cause
                    ? cause.getOriginalMessage()
                    : e.getActivityType());
          }
        });
  }

  /**
   * @throws ApplicationFailure when something could not be undone, after all the rest was
   */
  public void run() {
    Workflow.newDetachedCancellationScope(saga::compensate).run();
    if (!refused.isEmpty()) {
      throw ApplicationFailure.newNonRetryableFailure(
          "not all could be undone: " + String.join("; ", refused), Failures.NOT_UNDONE);
    }
  }
}
