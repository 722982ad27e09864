package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.PerformanceReport;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.RiskLevel;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.workflow.analysis.AnalysisActivities;
import dev.ratchet.workflow.event.EventActivities;
import dev.ratchet.workflow.event.RunEvent;
import dev.ratchet.workflow.repository.RepositoryActivities;
import dev.ratchet.workflow.trial.TrialActivities;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A target that exists in memory only: it keeps branch and mirror as commits of a list, writes down
 * each call, and fails where it is told to.
 */
final class World
    implements RepositoryActivities, AnalysisActivities, TrialActivities, EventActivities {
  static final Duration SECOND = Duration.ofSeconds(1);

  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<RunEvent> events = new CopyOnWriteArrayList<>();
  final Map<String, Improvement> recorded = new ConcurrentHashMap<>();
  final Set<String> remembered = ConcurrentHashMap.newKeySet();

  /** Method → failure of its first call. */
  final Map<String, RuntimeException> faults = new ConcurrentHashMap<>();

  /** Method → failure of all its calls, until it is taken away. */
  final Map<String, RuntimeException> obstacles = new ConcurrentHashMap<>();

  /** Improvements that break full tests; below "verify:" those that break only the verification. */
  final Set<String> bad = ConcurrentHashMap.newKeySet();

  /** What full tests miss when it is not there. */
  final Set<String> needed = ConcurrentHashMap.newKeySet();

  /** Called with each method's name before it does anything. */
  volatile Consumer<String> hook = name -> {};

  /** Called with each event. */
  volatile Consumer<RunEvent> told = event -> {};

  List<Optimization> optimizations = new ArrayList<>();
  Baseline.Status status = Baseline.Status.GREEN;
  ApprovalPolicy approval = ApprovalPolicy.NONE;
  Opening.@Nullable Unusable unusable;
  volatile @Nullable RunSummary summary;
  volatile String mirror = sha(0);
  volatile @Nullable String published;
  final Set<String> rollbackPoints = ConcurrentHashMap.newKeySet();

  private final Map<String, Set<String>> contents = new HashMap<>(Map.of(sha(0), Set.of()));
  private final Map<String, String> ids = new HashMap<>();
  private volatile boolean verifying;
  private int commits;

  static String sha(int number) {
    return String.format("%040x", number);
  }

  static Optimization optimization(String title, String file) {
    return new Optimization(
        "rule:" + title,
        title,
        "p",
        List.of(file),
        1,
        ImprovementType.CODE_QUALITY,
        ImprovementKind.RULE,
        RiskLevel.LOW,
        "clearer",
        1);
  }

  private void call(String name) {
    calls.add(name);
    hook.accept(name);
    RuntimeException fault = faults.remove(name);
    if (fault != null) {
      throw fault;
    }
    RuntimeException obstacle = obstacles.get(name);
    if (obstacle != null) {
      throw obstacle;
    }
  }

  static ApplicationFailure failure(String type) {
    return ApplicationFailure.newNonRetryableFailure(type + " for a test", type);
  }

  List<String> deeds() {
    return calls.stream()
        .filter(
            c ->
                c.matches(
                    "saveRollbackPoints|advanceBranch|publish|unpublish|restoreBranch|dropRollbackPoints|closeTarget|recordRun"))
        .toList();
  }

  @Override
  public Opening openTarget(OpenTarget request) {
    call("openTarget");
    if (unusable != null) {
      return unusable;
    }
    String base = published == null ? sha(0) : published;
    mirror = base;
    return new Opening.Opened(base, base, published, settings());
  }

  TargetSettings settings() {
    return new TargetSettings(
        TargetSettings.BuildTool.MAVEN,
        List.of(),
        List.of(),
        List.of(),
        null,
        8,
        8,
        List.of("**"),
        List.of("ratchet.yml"),
        List.of("src/test"),
        List.of("src/main/java"),
        "ratchet/improvements",
        approval,
        TargetSettings.Budget.DEFAULT,
        Map.of(),
        List.of());
  }

  @Override
  public void closeTarget(Target target, String runId) {
    call("closeTarget");
  }

  @Override
  public void saveRollbackPoints(StackMove move) {
    call("saveRollbackPoints");
    move.candidates().forEach(c -> rollbackPoints.add(c.improvementId()));
  }

  @Override
  public void dropRollbackPoints(StackMove move) {
    call("dropRollbackPoints");
    move.candidates().forEach(c -> rollbackPoints.remove(c.improvementId()));
  }

  @Override
  public void advanceBranch(StackMove move) {
    call("advanceBranch");
    mirror = move.tip();
  }

  @Override
  public void restoreBranch(StackMove move) {
    call("restoreBranch");
    mirror = move.before();
  }

  @Override
  public void publish(StackMove move) {
    call("publish");
    published = move.tip();
    verifying = true;
  }

  @Override
  public void unpublish(StackMove move) {
    call("unpublish");
    published = move.publishedBefore();
  }

  @Override
  public void recordImprovement(Improvement improvement, Instant at) {
    call("recordImprovement");
    recorded.put(improvement.id(), improvement);
  }

  @Override
  public void rememberFailure(RememberedFailure failure) {
    call("rememberFailure");
    remembered.add(failure.syntaxKey());
  }

  @Override
  public void recordRun(RunSummary ended) {
    call("recordRun");
    summary = ended;
  }

  @Override
  public RollbackPlan planRollback(Target target, String improvementId, String requestId) {
    call("planRollback");
    Improvement improvement = recorded.get(improvementId);
    String tip = published;
    if (improvement == null || improvement.candidate() == null || tip == null) {
      return new RollbackPlan.Impossible("unknown", "there is no " + improvementId);
    }
    return new RollbackPlan.Possible(
        target,
        requestId,
        "ratchet/improvements",
        improvement,
        tip,
        improvement.candidate().base());
  }

  @Override
  public StackMove prepareRollback(RollbackPlan plan, Principal by, Instant at) {
    call("prepareRollback");
    RollbackPlan.Possible possible = (RollbackPlan.Possible) plan;
    String commit = sha(++commits);
    Set<String> content = new HashSet<>(contents.get(possible.branchTip()));
    content.remove(possible.improvement().description());
    contents.put(commit, content);
    return new StackMove(
        possible.target(),
        possible.requestId(),
        possible.branch(),
        possible.branchTip(),
        possible.branchTip(),
        List.of(new Candidate(possible.improvement().id(), possible.branchTip(), commit, commit)),
        List.of(),
        false);
  }

  @Override
  public List<RunSummary> readRuns(Target target, int limit) {
    return List.of();
  }

  @Override
  public @Nullable Improvement readImprovement(Target target, String improvementId) {
    return recorded.get(improvementId);
  }

  @Override
  public Analysis analyze(AnalysisRequest request) {
    call("analyze");
    return new Analysis(
        3, 3, optimizations.size(), 0, "d", new PerformanceReport("t", List.of()), optimizations);
  }

  @Override
  public synchronized Proposal propose(ProposalRequest request) {
    call("propose");
    String title = request.optimization().title();
    if (title.startsWith("nothing")) {
      return new Proposal.NotProposed("nothing-left", "it is gone");
    }
    Set<String> content = new HashSet<>(contents.get(request.base()));
    content.add(title);
    String commit = sha(++commits);
    contents.put(commit, content);
    ids.put(commit, request.improvementId());
    return new Proposal.Proposed(
        new Candidate(request.improvementId(), request.base(), commit, commit),
        request.optimization().files(),
        1,
        1,
        "diff",
        "key-" + title,
        title);
  }

  @Override
  public Baseline measureBaseline(BaselineRequest request) {
    call("measureBaseline");
    return baseline(request.commit());
  }

  private Baseline baseline(String commit) {
    return new Baseline(
        commit,
        commit,
        status,
        new TestCounts(10, 0, 0, SECOND),
        List.of(),
        List.of(),
        "details",
        status == Baseline.Status.GREEN ? "" : "broken");
  }

  @Override
  public List<GateResult> checkCandidate(CheckRequest request) {
    call("checkCandidate");
    boolean refused =
        contents.get(request.candidate().commit()).stream()
            .anyMatch(
                t ->
                    t.startsWith("refused")
                        && ids.get(request.candidate().commit())
                            .equals(request.candidate().improvementId())
                        && last(request, t));
    return refused
        ? List.of(
            new GateResult(
                "compile",
                false,
                SECOND,
                List.of(new GateError("compile-error", null, "x", "cannot find symbol")),
                Map.of()))
        : List.of(new GateResult("compile", true, SECOND, List.of(), Map.of()));
  }

  private boolean last(CheckRequest request, String title) {
    return !contents.get(request.candidate().base()).contains(title);
  }

  @Override
  public TestTrial testCommit(TestRequest request) {
    boolean verification = verifying && request.keepAsBaseline();
    call(verification ? "verify" : "test");
    Set<String> content = contents.get(request.commit());
    boolean fails =
        !content.containsAll(needed)
            || content.stream()
                .anyMatch(t -> bad.contains(t) || (verification && bad.contains("verify:" + t)));
    return fails
        ? new TestTrial.Failed(
            new TestCounts(9, 1, 0, SECOND),
            SECOND,
            "log",
            List.of(new GateError("test-failed", null, "T#t", "expected")))
        : new TestTrial.Passed(
            new TestCounts(10, 0, 0, SECOND),
            SECOND,
            "log",
            request.keepAsBaseline() ? Optional.of(baseline(request.commit())) : Optional.empty());
  }

  /** What the published branch holds. */
  Set<String> published() {
    return published == null ? Set.of() : contents.get(published);
  }

  @Override
  public void announce(RunEvent event) {
    events.add(event);
    told.accept(event);
  }
}
