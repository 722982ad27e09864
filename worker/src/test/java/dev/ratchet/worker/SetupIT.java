package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.connection.TemporalConnection;
import dev.ratchet.workflow.connection.TemporalSetup;
import io.temporal.api.deployment.v1.WorkerDeploymentInfo;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkerDeploymentRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A Temporal that was told nothing yet, and the process that tells it. */
@Timeout(120)
@ExtendWith(CycleSystem.Shared.class)
class SetupIT {
  private static final String NAMESPACE = "untold";

  @TempDir Path folder;

  @Test
  void tellsANewTemporalEverythingAndMayDoSoAgain(CycleSystem system) throws Exception {
    try (TemporalConnection temporal =
        TemporalConnection.to(system.temporal.address(), NAMESPACE, "tests")) {
      Setup setup = new Setup(new TemporalSetup(temporal, NAMESPACE), Duration.ofSeconds(20));
      setup.prepare();
      assertThatThrownBy(() -> setup.promote("b2"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no worker of build b2");
      try (RatchetWorker worker = worker(system)) {
        setup.promote("b1");
        setup.prepare();
        setup.promote("b1");
        assertThat(worker).isNotNull();
      }
      assertThat(retention(temporal)).isEqualTo(Duration.ofDays(90));
      assertThat(attributes(temporal))
          .containsKeys(
              SearchAttributes.TARGET.getName(),
              SearchAttributes.STAGE.getName(),
              SearchAttributes.VERDICT.getName(),
              SearchAttributes.IMPROVEMENT.getName());
      assertThat(deployment(temporal).getRoutingConfig().getCurrentDeploymentVersion().getBuildId())
          .isEqualTo("b1");
    }
  }

  private RatchetWorker worker(CycleSystem system) throws Exception {
    Map<String, String> environment =
        Map.of(
            "RATCHET_TEMPORAL_ADDRESS",
            system.temporal.address(),
            "RATCHET_TEMPORAL_NAMESPACE",
            NAMESPACE,
            "RATCHET_REDIS_URL",
            system.redis.url());
    return RatchetWorker.start(
        Config.load(new DataFolder(folder.resolve("home")), environment, Map.of()), "b1");
  }

  private static Duration retention(TemporalConnection temporal) {
    return Duration.ofSeconds(
        temporal
            .stubs()
            .blockingStub()
            .describeNamespace(
                DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build())
            .getConfig()
            .getWorkflowExecutionRetentionTtl()
            .getSeconds());
  }

  private static Map<String, ?> attributes(TemporalConnection temporal) {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(temporal.stubs().getRawChannel())
                .validateAndBuildWithDefaults());
    return operator
        .blockingStub()
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(NAMESPACE).build())
        .getCustomAttributesMap();
  }

  private static WorkerDeploymentInfo deployment(TemporalConnection temporal) {
    return temporal
        .stubs()
        .blockingStub()
        .describeWorkerDeployment(
            DescribeWorkerDeploymentRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setDeploymentName(RatchetWorker.DEPLOYMENT)
                .build())
        .getWorkerDeploymentInfo();
  }
}
