package dev.ratchet.api.finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Route;
import dev.ratchet.api.run.RunReader;
import dev.ratchet.api.run.RunView;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The route of a run's findings. */
public final class FindingRoutes {
  private static final ObjectReader FINDING = Payloads.mapper().readerFor(Finding.class);

  private final RunReader reader;
  private final ObjectStore objects;

  public FindingRoutes(RunReader reader, ObjectStore objects) {
    this.reader = reader;
    this.objects = objects;
  }

  /** All findings of a run, most valuable first. */
  public record FindingList(String runId, List<FoundView> findings) {}

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/runs/{id}/findings", "listFindings")
            .says("runs", "What an ended run found, and what became of each finding")
            .needs(Role.ADMIN)
            .query("rule", "string", "Only findings of this rule, for example pmd:EmptyCatchBlock")
            .answers(200, FindingList.class, "The findings, most valuable first")
            .problems(404, 409)
            .does(this::list));
  }

  private void list(Call call) throws JsonProcessingException {
    RunView run = reader.find(call.id("id"));
    Optional<String> rule = call.query("rule");
    List<FoundView> found = new ArrayList<>();
    for (String line : lines(run)) {
      Finding finding = FINDING.readValue(line);
      FoundView view = FoundView.of(finding, run.knownImprovements());
      if (rule.isEmpty() || rule.get().equals(view.rule())) {
        found.add(view);
      }
    }
    call.answer(200, new FindingList(run.runId(), found));
  }

  private List<String> lines(RunView run) {
    if (run.open()) {
      throw ProblemException.conflict(
          "run-open", "the run is still at work; its findings can be listed when it has ended");
    }
    Analysis analysis = run.summary() == null ? null : run.summary().analysis();
    if (analysis == null) {
      throw ProblemException.notFound(
          "no-findings", "the run '%s' ended before it analysed anything".formatted(run.runId()));
    }
    return objects
        .text(analysis.findingsDigest())
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "no-findings",
                    "the findings of '%s' have expired; a new run finds them again"
                        .formatted(run.runId())))
        .lines()
        .toList();
  }
}
