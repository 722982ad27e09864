package dev.ratchet.api;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection to Temporal for answering people: it gives up within seconds where a worker's would
 * try for a minute.
 */
record Impatient(WorkflowServiceStubs stubs, WorkflowClient client) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  static Impatient like(WorkflowClient patient) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder(patient.getWorkflowServiceStubs().getOptions())
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(50))
                        .setMaximumInterval(Duration.ofMillis(500))
                        .setBackoffCoefficient(2)
                        .setExpiration(PATIENCE)
                        .build())
                .build());
    return new Impatient(stubs, WorkflowClient.newInstance(stubs, patient.getOptions()));
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(1, TimeUnit.SECONDS);
  }
}
