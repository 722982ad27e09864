package dev.ratchet.api.improvement;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the diff of an improvement's candidate: its digest stands in the history of the
 * improvement's workflow, where proposing put it. Thread-safe.
 */
public final class Diffs {
  private final WorkflowClient temporal;
  private final ObjectStore objects;
  private final DataConverter payloads = Payloads.dataConverter();

  public Diffs(WorkflowClient temporal, ObjectStore objects) {
    this.temporal = temporal;
    this.objects = objects;
  }

  /** The unified diff, or empty when there is no candidate, or Temporal or the store forgot it. */
  public Optional<byte[]> of(Improvement improvement) {
    Candidate candidate = improvement.candidate();
    return candidate == null
        ? Optional.empty()
        : digest(improvement.id(), candidate.commit()).flatMap(objects::get);
  }

  private Optional<String> digest(String improvementId, String commit) {
    Set<Long> proposing = new HashSet<>();
    try (Stream<HistoryEvent> history = temporal.streamHistory(improvementId)) {
      return history
          .flatMap(event -> proposed(event, proposing).stream())
          .filter(proposed -> proposed.candidate().commit().equals(commit))
          .map(Proposal.Proposed::diffDigest)
          .findFirst();
    } catch (WorkflowNotFoundException forgotten) {
      return Optional.empty();
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Optional<Proposal.Proposed> proposed(HistoryEvent event, Set<Long> proposing) {
    if (event.hasActivityTaskScheduledEventAttributes()) {
      String type = event.getActivityTaskScheduledEventAttributes().getActivityType().getName();
      if (type.equalsIgnoreCase("propose")) {
        proposing.add(event.getEventId());
      }
    } else if (event.hasActivityTaskCompletedEventAttributes()) {
      var completed = event.getActivityTaskCompletedEventAttributes();
      if (proposing.contains(completed.getScheduledEventId())
          && completed.getResult().getPayloadsCount() == 1) {
        return read(completed.getResult().getPayloads(0));
      }
    }
    return Optional.empty();
  }

  private Optional<Proposal.Proposed> read(Payload payload) {
    try {
      return payloads.fromPayload(payload, Proposal.class, Proposal.class)
              instanceof Proposal.Proposed proposed
          ? Optional.of(proposed)
          : Optional.empty();
    } catch (DataConverterException newerForm) {
      return Optional.empty();
    }
  }
}
