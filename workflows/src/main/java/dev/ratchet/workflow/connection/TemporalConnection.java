package dev.ratchet.workflow.connection;

import dev.ratchet.workflow.Payloads;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A client of Temporal and its connection; close it when done. Thread-safe. */
public record TemporalConnection(WorkflowServiceStubs stubs, WorkflowClient client)
    implements AutoCloseable {

  /** Connects to the address, or where none is given as Temporal's own environment says. */
  public static TemporalConnection of(String address, String namespace, String identity) {
    return address.isEmpty() ? fromEnvironment(identity) : to(address, namespace, identity);
  }

  /**
   * Connects to an address without TLS, as the embedded dev server wants it. Does not wait for it.
   */
  public static TemporalConnection to(String address, String namespace, String identity) {
    return connect(
        WorkflowServiceStubsOptions.newBuilder().setTarget(address),
        WorkflowClientOptions.newBuilder().setNamespace(namespace),
        identity);
  }

  /**
   * Connects as Temporal's own environment says: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE,
   * TEMPORAL_API_KEY, TEMPORAL_TLS… or a profile of temporal.toml.
   */
  public static TemporalConnection fromEnvironment(String identity) {
    try {
      ClientConfigProfile profile = ClientConfigProfile.load();
      return connect(
          WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions()),
          WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions()),
          identity);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read Temporal's configuration", e);
    }
  }

  private static TemporalConnection connect(
      WorkflowServiceStubsOptions.Builder stubsOptions,
      WorkflowClientOptions.Builder options,
      String identity) {
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(stubsOptions.build());
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs,
            options.setDataConverter(Payloads.dataConverter()).setIdentity(identity).build());
    return new TemporalConnection(stubs, client);
  }

  @Override
  public void close() {
    stubs.shutdown();
    stubs.awaitTermination(2, TimeUnit.SECONDS);
  }
}
