package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.gate.Gate;
import dev.ratchet.activity.gate.Gates;
import dev.ratchet.activity.proposal.ErrorProneEditor;
import dev.ratchet.activity.rule.RuleAnalyzer;
import dev.ratchet.activity.rule.RuleEditor;
import dev.ratchet.activity.rule.Rules;
import dev.ratchet.activity.trial.RealTargets;
import dev.ratchet.activity.trial.SandboxTrialActivities;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Optimization;
import dev.ratchet.workflow.analysis.AnalysisActivities;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import dev.ratchet.workflow.analysis.AnalysisActivities.AnalysisRequest;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal.Proposed;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import dev.ratchet.workflow.trial.TrialActivities.BaselineRequest;
import dev.ratchet.workflow.trial.TrialActivities.CheckRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On real repositories, given by the system property ratchet.targets: a folder with bundles or
 * clones. Prints what fired and what came of it, for docs/analysis.md.
 */
class BundleAnalysisIT {
  @TempDir Path temp;

  static List<Path> bundles() throws IOException {
    Path folder = Path.of(System.getProperty("ratchet.targets", "none"));
    if (!Files.isDirectory(folder)) {
      return List.of(folder.resolve("none.bundle"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".bundle")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyProposalPassesTheCheapGates(Path bundle) throws Exception {
    assumeTrue(Files.exists(bundle), "no bundle; give -Dratchet.targets=FOLDER");
    String name = bundle.getFileName().toString().replace(".bundle", "");
    Path clone = temp.resolve(name);
    new ProcessBuilder("git", "clone", "-q", bundle.toString(), clone.toString())
        .inheritIO()
        .start()
        .waitFor();
    RealTargets real = new RealTargets(temp, name, clone);
    String run = name + "-1";
    Baseline baseline =
        real.trials()
            .measureBaseline(
                new BaselineRequest(real.target, run, real.opened.base(), real.opened.settings()));
    List<SourceAnalyzer> own = List.of(new RuleAnalyzer());
    AnalysisActivities activities =
        new JavaAnalysisActivities(
            real.data,
            real.objects,
            real.workbench,
            own,
            new Fixes(
                Stream.concat(Rules.fixes().stream(), ErrorProneFixes.all().stream()).toList()),
            List.of(new RuleEditor(), new ErrorProneEditor(real.workbench, ErrorProneFixes.all())),
            target -> List.of(),
            () -> Progress.NONE);
    AnalysisRequest request =
        new AnalysisRequest(real.target, run, real.opened.base(), real.opened.settings(), baseline);
    long started = System.nanoTime();
    Analysis analysis = activities.analyze(request);
    System.out.printf(
        "%s: %s %s %.1f s%n",
        name, baseline.status(), analysis, (System.nanoTime() - started) / 1e9);
    assertThat(analysis.filesRead()).isEqualTo(analysis.files());
    assertThat(activities.analyze(request).filesRead()).isZero();
    List<Gate> gates = Gates.cheap(new CommitAnalysis(real.data, real.workbench, own));
    SandboxTrialActivities trials =
        new SandboxTrialActivities(real.workbench, real.objects, gates, () -> Progress.NONE);
    int number = 0;
    for (Optimization optimization : analysis.optimizations()) {
      ProposalRequest proposal =
          new ProposalRequest(
              real.target,
              run,
              run + "-" + ++number,
              optimization,
              real.opened.base(),
              real.opened.base(),
              real.opened.settings(),
              baseline,
              Instant.EPOCH);
      Proposal made = activities.propose(proposal);
      System.out.println(optimization.proposer() + " " + made);
      if (made instanceof Proposed proposed) {
        System.out.println(real.objects.text(proposed.diffDigest()).orElseThrow());
        assertThat(activities.propose(proposal)).isEqualTo(proposed);
        List<GateResult> results =
            trials.checkCandidate(
                new CheckRequest(
                    real.target, run, proposed.candidate(), real.opened.settings(), baseline));
        System.out.println(results);
        assertThat(results)
            .as(optimization.proposer())
            .hasSize(gates.size())
            .allMatch(GateResult::passed);
      }
    }
  }
}
