package dev.ratchet.activity.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.Tools;
import dev.ratchet.activity.analysis.CommitAnalysis;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.rule.RuleAnalyzer;
import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.trial.Baselines;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.Budget;
import dev.ratchet.domain.TargetSettings.BuildTool;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.trial.TrialActivities.CheckRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A repository before and after a candidate's change, for a gate to judge. */
final class Change {
  private final Path folder;
  private final Path repository;
  private final Sandbox sandbox;
  final Map<String, String> figures = new TreeMap<>();

  /**
   * @param sandbox what commands get
   */
  Change(Path folder, Sandbox sandbox) throws Exception {
    this.folder = folder;
    this.sandbox = sandbox;
    this.repository = Files.createDirectories(folder.resolve("repo"));
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Owner");
    git("config", "user.email", "owner@example.org");
  }

  Change file(String path, String text) throws Exception {
    Path file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  Change delete(String path) throws Exception {
    Files.delete(repository.resolve(path));
    return this;
  }

  Change commit() throws Exception {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "change");
    return this;
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  /** What the gate says of the last commit on the one before. */
  List<GateError> judged(Gate gate) throws Exception {
    String commit = git("rev-parse", "HEAD");
    String base = git("rev-parse", "HEAD~1");
    Candidate candidate =
        new Candidate("generated-1-01", base, commit, git("rev-parse", "HEAD^{tree}"));
    Target target = new Target("generated", repository.toString(), null, false);
    CheckRequest request =
        new CheckRequest(target, "generated-1", candidate, settings(), baseline(base));
    Path place = Files.createTempDirectory(folder, "place");
    try (Mirror mirror = Mirror.open(repository.resolve(".git"))) {
      return gate.check(new Trial(request, mirror, workbench(), place, Progress.NONE), figures);
    }
  }

  CommitAnalysis analysis() throws Exception {
    return new CommitAnalysis(data(), workbench(), List.of(new RuleAnalyzer()));
  }

  private DataFolder data() {
    return new DataFolder(folder.resolve("data"));
  }

  private Workbench workbench() throws Exception {
    Path tools = folder.resolve("tools");
    Files.createDirectories(tools.resolve("error-prone"));
    return new Workbench(
        data(),
        sandbox,
        new Tools(tools),
        new Baselines(data().cache(), new ObjectStore(data().objects())),
        folder.resolve("settings.xml"));
  }

  private Baseline baseline(String base) throws Exception {
    return new Baseline(
        base,
        git("rev-parse", base + "^{tree}"),
        Baseline.Status.GREEN,
        TestCounts.NONE,
        List.of(),
        List.of(),
        null,
        "");
  }

  private static TargetSettings settings() {
    return new TargetSettings(
        BuildTool.COMMANDS,
        List.of(),
        List.of("sh test.sh"),
        List.of(),
        null,
        17,
        17,
        List.of("src/main/java/**"),
        List.of("ratchet.yml", "**/pom.xml"),
        List.of("src/test"),
        List.of("src/main/java"),
        "ratchet/improvements",
        ApprovalPolicy.NONE,
        Budget.DEFAULT,
        Map.of(),
        List.of());
  }
}
