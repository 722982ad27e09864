package dev.ratchet.workflow.connection;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.ratchet.workflow.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a Temporal of our own needs to be told: namespace, retention, search attributes, the current
 * build. Each may be told again.
 */
public final class TemporalSetup {
  /** Temporal's own default of one day would lose a run before anybody reads it. */
  private static final Duration RETENTION = Durations.fromDays(90);

  /** A server whose database is still being opened answers later than one that runs. */
  private static final int PATIENCE_SECONDS = 5;

  private final TemporalConnection temporal;
  private final String namespace;

  public TemporalSetup(TemporalConnection temporal, String namespace) {
    this.temporal = temporal;
    this.namespace = namespace;
  }

  /** Whether Temporal is there and knows the namespace. */
  public boolean answers() {
    try {
      temporal
          .stubs()
          .blockingStub()
          .withDeadlineAfter(1, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
      return true;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  /**
   * Makes the namespace; nothing happens when it is there. Temporal takes some seconds to know it
   * everywhere.
   *
   * @throws StatusRuntimeException when Temporal cannot do it, or not yet
   */
  public void makeNamespace() {
    try {
      temporal
          .stubs()
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .registerNamespace(
              RegisterNamespaceRequest.newBuilder()
                  .setNamespace(namespace)
                  .setDescription("Ratchet")
                  .setWorkflowExecutionRetentionPeriod(RETENTION)
                  .build());
    } catch (StatusRuntimeException e) {
      throwUnless(Status.Code.ALREADY_EXISTS, e);
    }
  }

  /**
   * Adds the search attributes, and raises the namespace's retention where it is too short.
   *
   * @throws StatusRuntimeException when Temporal cannot do it, or not yet
   */
  public void prepare() {
    raiseRetention();
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(temporal.stubs().getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      for (var key :
          List.of(
              SearchAttributes.TARGET,
              SearchAttributes.STAGE,
              SearchAttributes.VERDICT,
              SearchAttributes.IMPROVEMENT)) {
        add(operator, key.getName());
      }
    } finally {
      operator.shutdownNow();
    }
  }

  private void raiseRetention() {
    var stub =
        temporal.stubs().blockingStub().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long seconds =
        stub.describeNamespace(
                DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build())
            .getConfig()
            .getWorkflowExecutionRetentionTtl()
            .getSeconds();
    if (seconds < RETENTION.getSeconds()) {
      stub.updateNamespace(
          UpdateNamespaceRequest.newBuilder()
              .setNamespace(namespace)
              .setConfig(NamespaceConfig.newBuilder().setWorkflowExecutionRetentionTtl(RETENTION))
              .build());
    }
  }

  private void add(OperatorServiceStubs operator, String name) {
    try {
      operator
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                  .build());
    } catch (StatusRuntimeException e) {
      throwUnless(Status.Code.ALREADY_EXISTS, e);
    }
  }

  private static void throwUnless(Status.Code fine, StatusRuntimeException e) {
    if (e.getStatus().getCode() != fine) {
      throw e;
    }
  }

  /** How many open workflows are pinned to a build. */
  public long openOn(String deployment, String build) {
    return temporal
        .stubs()
        .blockingStub()
        .withDeadlineAfter(3, TimeUnit.SECONDS)
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(namespace)
                .setQuery(
                    "ExecutionStatus = 'Running' AND TemporalWorkerDeploymentVersion = '"
                        + deployment
                        + ":"
                        + build
                        + "'")
                .build())
        .getCount();
  }

  /** Sends new workflows to the build; false while it does not poll yet. */
  public boolean makeCurrent(String deployment, String build) {
    try {
      temporal
          .stubs()
          .blockingStub()
          .setWorkerDeploymentCurrentVersion(
              SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                  .setNamespace(namespace)
                  .setDeploymentName(deployment)
                  .setBuildId(build)
                  .setIdentity("ratchet-setup")
                  .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND
          || e.getStatus().getCode() == Status.Code.FAILED_PRECONDITION) {
        return false;
      }
      throw e;
    }
  }
}
