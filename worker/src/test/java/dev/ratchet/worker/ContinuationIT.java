package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.workflow.SearchAttributes;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server suggests to continue as new, after every stack. */
class ContinuationIT {
  @TempDir Path folder;

  @Test
  @Timeout(180)
  void aRunOfSeveralPartsIsOneRun() throws Exception {
    OwnedRepository repository = new OwnedRepository(folder);
    for (String name : List.of("p", "q", "r")) {
      repository.file(
          OwnedRepository.SOURCE.replace("/p/", "/" + name + "/"),
          OwnedRepository.source("Greeting").replace("package p;", "package " + name + ";"));
    }
    repository
        .file(
            "ratchet.yml",
            """
            test: sh test.sh
            language-level: 17
            budget: {build-time: 60s, stack: 1}
            """)
        .file("test.sh", OwnedRepository.PASSES)
        .commit("first");
    try (CycleSystem system =
        new CycleSystem("--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=10")) {
      system.needsSandbox();
      CycleSystem.Run run = system.start(repository);
      assertThat(CycleSystem.outcome(run.end())).startsWith("COMPLETED: 3 of 3");
      assertThat(repository.git("rev-list", "--count", "main.." + OwnedRepository.BRANCH))
          .isEqualTo("3");
      List<WorkflowExecutionMetadata> parts = parts(system, run.id());
      assertThat(parts)
          .extracting(WorkflowExecutionMetadata::getStatus)
          .containsExactlyInAnyOrder(
              WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
              WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
              WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
      assertThat(parts)
          .allSatisfy(
              part ->
                  assertThat(part.getTypedSearchAttributes().get(SearchAttributes.TARGET))
                      .isEqualTo(run.target().name()));
    }
  }

  /** Temporal lists an end a little after it was. */
  private static List<WorkflowExecutionMetadata> parts(CycleSystem system, String run)
      throws InterruptedException {
    while (true) {
      try (Stream<WorkflowExecutionMetadata> found =
          system.connection.client().listExecutions("WorkflowId = '" + run + "'")) {
        List<WorkflowExecutionMetadata> parts = found.toList();
        if (parts.stream()
            .anyMatch(
                part ->
                    part.getStatus()
                        == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)) {
          return parts;
        }
      }
      Thread.sleep(100);
    }
  }
}
