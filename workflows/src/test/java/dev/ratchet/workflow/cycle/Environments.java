package dev.ratchet.workflow.cycle;

import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.Workflows;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;

/** Temporal's own test server with our workflows, on the given activities. */
final class Environments {
  private Environments() {}

  /** Started; the caller closes it. */
  static TestWorkflowEnvironment start(Object activities) {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(Payloads.dataConverter())
                    .build());
    for (SearchAttributeKey<String> key :
        List.of(
            SearchAttributes.TARGET,
            SearchAttributes.STAGE,
            SearchAttributes.VERDICT,
            SearchAttributes.IMPROVEMENT)) {
      options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    }
    TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options.build());
    environment
        .newWorker(TaskQueues.WORKFLOWS)
        .registerWorkflowImplementationTypes(Workflows.implementations());
    environment
        .newWorker(
            TaskQueues.home("home"),
            WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(10))
                .build())
        .registerActivitiesImplementations(activities);
    environment.start();
    return environment;
  }
}
