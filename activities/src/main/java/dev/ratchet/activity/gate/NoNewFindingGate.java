package dev.ratchet.activity.gate;

import dev.ratchet.activity.analysis.CommitAnalysis;
import dev.ratchet.activity.analysis.CommitAnalysis.Comparison;
import dev.ratchet.activity.analysis.CommitAnalysis.Subject;
import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.GateError;
import java.util.List;
import java.util.Map;

/**
 * The analysers that look for findings find none in the changed files that was not there before.
 */
public final class NoNewFindingGate implements Gate {
  private final CommitAnalysis commits;

  public NoNewFindingGate(CommitAnalysis commits) {
    this.commits = commits;
  }

  @Override
  public String name() {
    return "no-new-finding";
  }

  @Override
  public List<GateError> check(Trial trial, Map<String, String> figures)
      throws InterruptedException {
    Subject subject =
        new Subject(
            trial.mirror(),
            trial.request().target(),
            trial.request().baseline(),
            trial.request().settings());
    Comparison comparison =
        commits.compare(subject, trial.base(), trial.commit(), trial.changed(), trial.progress());
    figures.put("before", Integer.toString(comparison.before()));
    figures.put("after", Integer.toString(comparison.after()));
    figures.put("new", Integer.toString(comparison.added().size()));
    return comparison.added().stream().map(NoNewFindingGate::error).toList();
  }

  private static GateError error(CodeIssue issue) {
    return new GateError(
        "new-finding", issue.place(), issue.analyzer() + ":" + issue.rule(), issue.message());
  }
}
