package dev.ratchet.worker;

import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.connection.TemporalConnection;
import dev.ratchet.workflow.performance.SystemAnalysisWorkflow;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is started by the clock, as schedules in Temporal. */
final class Schedules {
  private static final Duration INTERVAL = Duration.ofHours(1);

  /** What was missed while nothing ran is not made up for: the next one looks back far enough. */
  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Schedules.class);

  private final ScheduleClient client;

  Schedules(TemporalConnection temporal, String namespace) {
    this.client =
        ScheduleClient.newInstance(
            temporal.stubs(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(namespace)
                .setDataConverter(Payloads.dataConverter())
                .build());
  }

  /**
   * Makes the schedules, or lets them start what is here; in the background, for a worker can do
   * without.
   */
  void keep(String homeId) {
    Thread.startVirtualThread(
        () -> {
          try {
            put(SystemAnalysisWorkflow.ID, systemAnalysis(homeId));
          } catch (RuntimeException e) {
            log.warn("schedule={} kept=false cause={}", SystemAnalysisWorkflow.ID, e.toString());
          }
        });
  }

  void put(String id, Schedule schedule) {
    try {
      client.createSchedule(id, schedule, ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException known) {
      client
          .getHandle(id)
          .update(
              input ->
                  // Whether a person paused it stays as it is.
                  new ScheduleUpdate(
                      Schedule.newBuilder(schedule)
                          .setState(input.getDescription().getSchedule().getState())
                          .build()));
    }
  }

  static Schedule systemAnalysis(String homeId) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(SystemAnalysisWorkflow.class)
                .setArguments(homeId)
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(SystemAnalysisWorkflow.ID)
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setStaticSummary("Look at Ratchet's own performance")
                        // The SDK cannot describe a schedule that has only one of the two.
                        .setStaticDetails("Files a finding for a threshold crossed for hours.")
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(INTERVAL)))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP)
                .build())
        .build();
  }
}
