package dev.ratchet.cli.supervisor;

import com.google.protobuf.util.Durations;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.connection.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the embedded Temporal needs to be told once: retention, search attributes, the current
 * build.
 */
public final class TemporalSetup {
  /** The dev server's own default of one day would lose a run before anybody reads it. */
  private static final int RETENTION_DAYS = 90;

  private final TemporalConnection temporal;
  private final String namespace;

  public TemporalSetup(TemporalConnection temporal, String namespace) {
    this.temporal = temporal;
    this.namespace = namespace;
  }

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

  void prepare(String address) {
    temporal
        .stubs()
        .blockingStub()
        .updateNamespace(
            UpdateNamespaceRequest.newBuilder()
                .setNamespace(namespace)
                .setConfig(
                    NamespaceConfig.newBuilder()
                        .setWorkflowExecutionRetentionTtl(Durations.fromDays(RETENTION_DAYS)))
                .build());
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(address)
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

  private void add(OperatorServiceStubs operator, String name) {
    try {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  /** How many open workflows are pinned to a build. */
  long openOn(String deployment, String build) {
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
  boolean makeCurrent(String deployment, String build) {
    try {
      temporal
          .stubs()
          .blockingStub()
          .setWorkerDeploymentCurrentVersion(
              SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                  .setNamespace(namespace)
                  .setDeploymentName(deployment)
                  .setBuildId(build)
                  .setIdentity("ratchet-supervisor")
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
