package dev.ratchet.activity.trial;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.trial.TestReport.Result;
import dev.ratchet.activity.trial.TestReport.Status;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.BuildTool;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.workflow.trial.TrialActivities.BaselineRequest;
import dev.ratchet.workflow.trial.TrialActivities.TestRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures what a target does before anything is changed: two full test runs, the first of which
 * may fetch the dependencies.
 */
final class BaselineMeasurement {
  private static final int MOST_LISTED = 100;
  private static final int LONGEST_MESSAGE = 2000;

  /** javac 25 compiles for release 8 and later. */
  private static final int LOWEST_LEVEL = 8;

  private final Workbench workbench;
  private final Mirror mirror;
  private final Progress progress;

  BaselineMeasurement(Workbench workbench, Mirror mirror, Progress progress) {
    this.workbench = workbench;
    this.mirror = mirror;
    this.progress = progress;
  }

  Baseline measure(BaselineRequest request) throws IOException, InterruptedException {
    String tree = mirror.tree(request.commit());
    String settings = key(request.settings());
    String lockSet = Dependencies.lockSet(mirror, request.commit(), settings);
    Optional<Baseline> known = workbench.baselines().find(request.target(), tree, settings);
    if (known.isPresent()
        && workbench.dependencies().find(request.target().name(), lockSet).isPresent()) {
      Baseline baseline = known.get();
      return new Baseline(
          request.commit(),
          tree,
          baseline.status(),
          baseline.tests(),
          baseline.flaky(),
          baseline.failing(),
          baseline.details(),
          baseline.message());
    }
    int level = request.settings().languageLevel();
    if (level > 0 && level < LOWEST_LEVEL) {
      return unbuilt(
          request, tree, Baseline.Status.UNSUPPORTED_LANGUAGE_LEVEL, levelMessage(level));
    }
    Optional<String> jdk = missingJdk(request.settings());
    if (jdk.isPresent()) {
      return unbuilt(request, tree, Baseline.Status.DOES_NOT_BUILD, jdk.get());
    }
    return workbench.inPlace(place -> measure(request, tree, settings, lockSet, place));
  }

  private static String levelMessage(int level) {
    return "the target asks for Java "
        + level
        + ", and JDK "
        + Runtime.version().feature()
        + " compiles for Java "
        + LOWEST_LEVEL
        + " and later; raise the level";
  }

  private static Optional<String> missingJdk(TargetSettings settings) {
    Integer release = settings.jdk();
    Jdks jdks = Jdks.ofThisMachine();
    return release == null || jdks.find(release).isPresent()
        ? Optional.empty()
        : Optional.of(
            "ratchet.yml asks for JDK %d; on this machine are %s. Install it, or change 'jdk'"
                .formatted(release, jdks.all().keySet()));
  }

  private Baseline measure(
      BaselineRequest request, String tree, String settings, String lockSet, Path place)
      throws IOException, InterruptedException {
    Path sources = Files.createDirectories(place.resolve("in"));
    mirror.export(request.commit(), sources);
    String target = request.target().name();
    Optional<Path> repository = workbench.dependencies().find(target, lockSet);
    progress.report(
        repository.isPresent()
            ? "building and testing the base"
            : "building and testing the base, fetching dependencies",
        Map.of());
    BuildRun first =
        workbench.build(
            sources,
            request.settings(),
            repository.orElse(null),
            true,
            place.resolve("first"),
            progress);
    Optional<Baseline> failed = failure(request, tree, first);
    if (failed.isPresent()) {
      return failed.get();
    }
    if (repository.isEmpty()) {
      workbench.dependencies().keep(target, lockSet, first.repository());
    }
    progress.report("testing the base once more, to find flaky tests", Map.of());
    BuildRun second =
        workbench.build(
            sources,
            request.settings(),
            workbench.dependencies().folder(target, lockSet),
            false,
            place.resolve("second"),
            progress);
    failed = failure(request, tree, second);
    if (failed.isPresent()) {
      Baseline without = failed.get();
      return repository.isPresent()
          ? without
          : unbuilt(
              request, tree, without.status(), BuildMessages.onlyWithNetwork(without.message()));
    }
    Baseline baseline =
        measured(
            request,
            tree,
            first,
            second,
            details(
                request.settings(),
                first,
                TestReport.dependable(first.report(), second.report()),
                sources,
                lockSet));
    workbench.baselines().keep(request.target(), settings, baseline);
    return baseline;
  }

  /** Why there is no baseline, if there is none. */
  private Optional<Baseline> failure(BaselineRequest request, String tree, BuildRun run)
      throws IOException {
    SandboxTrialActivities.throwIfKilled(run.run());
    if (run.run() instanceof SandboxRun.LimitExceeded exceeded) {
      return Optional.of(
          unbuilt(
              request,
              tree,
              Baseline.Status.LIMIT_EXCEEDED,
              BuildMessages.exceeded(exceeded, request.settings())));
    }
    if (!run.built()) {
      String message = BuildMessages.failed(run);
      Baseline.Status status =
          message.contains("is no longer supported. Use")
              ? Baseline.Status.UNSUPPORTED_LANGUAGE_LEVEL
              : Baseline.Status.DOES_NOT_BUILD;
      return Optional.of(unbuilt(request, tree, status, message));
    }
    if (run.report().tests().isEmpty()) {
      return Optional.of(
          unbuilt(
              request,
              tree,
              Baseline.Status.NO_TESTS,
              BuildMessages.noTests(request.settings().buildTool())));
    }
    return Optional.empty();
  }

  private static Baseline unbuilt(
      BaselineRequest request, String tree, Baseline.Status status, String message) {
    String cut =
        message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    return new Baseline(
        request.commit(), tree, status, TestCounts.NONE, List.of(), List.of(), null, cut);
  }

  private Baseline measured(
      BaselineRequest request,
      String tree,
      BuildRun first,
      BuildRun second,
      BaselineDetails details) {
    Map<String, Result> before = first.report().tests();
    Map<String, Result> after = second.report().tests();
    List<String> flaky =
        Stream.concat(before.keySet().stream(), after.keySet().stream())
            .distinct()
            .sorted()
            .filter(id -> differ(before.get(id), after.get(id)))
            .toList();
    List<String> failing =
        after.entrySet().stream()
            .filter(test -> test.getValue().status() == Status.FAILED)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new Baseline(
        request.commit(),
        tree,
        failing.isEmpty() ? Baseline.Status.GREEN : Baseline.Status.FAILING_TESTS,
        second.report().counts(second.run().elapsed()),
        flaky.stream().limit(MOST_LISTED).toList(),
        failing.stream().limit(MOST_LISTED).toList(),
        workbench.baselines().store(details),
        failing.isEmpty() ? "" : failing.size() + " tests fail at the base");
  }

  private static boolean differ(@Nullable Result a, @Nullable Result b) {
    return a == null || b == null || a.status() != b.status();
  }

  private BaselineDetails details(
      TargetSettings settings, BuildRun run, TestReport report, Path sources, String lockSet)
      throws IOException {
    Map<String, long[]> lines =
        Coverage.of(run.coverage(), run.classes(), settings.sourceRoots(), javaFiles(sources));
    return new BaselineDetails(report.tests(), lines, modules(settings, run), lockSet);
  }

  private static Set<String> javaFiles(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }

  /** The class path of each module, as the build resolved it. */
  private static Map<String, List<String>> modules(TargetSettings settings, BuildRun run)
      throws IOException {
    Map<String, List<String>> modules = new TreeMap<>();
    if (settings.buildTool() != BuildTool.MAVEN || !Files.isDirectory(run.classes())) {
      return modules;
    }
    try (Stream<Path> files = Files.walk(run.classes())) {
      for (Path file : files.filter(path -> path.endsWith("target/ratchet.classpath")).toList()) {
        Path folder = run.classes().relativize(file.resolve("../..").normalize());
        List<String> entries =
            Arrays.stream(Files.readString(file).strip().split(":"))
                .filter(entry -> !entry.isEmpty())
                .toList();
        modules.put(folder.toString(), entries);
      }
    }
    return modules;
  }

  /** Keeps a green run of a candidate as the baseline of its tree. */
  Baseline keep(
      TestRequest request, BuildRun run, BaselineDetails former, TestCounts counts, Path sources)
      throws IOException {
    Baseline before = request.baseline();
    TestReport report = dependable(former, run.report(), Set.copyOf(before.flaky()));
    BaselineDetails details =
        details(request.settings(), run, report, sources, former.dependencies());
    Baseline baseline =
        new Baseline(
            request.commit(),
            mirror.tree(request.commit()),
            before.status(),
            counts,
            before.flaky(),
            before.failing(),
            workbench.baselines().store(details),
            before.message());
    workbench.baselines().keep(request.target(), key(request.settings()), baseline);
    return baseline;
  }

  /** One run more: what is flaky keeps the lesser of its results. */
  private static TestReport dependable(BaselineDetails former, TestReport run, Set<String> flaky) {
    TestReport lesser = TestReport.dependable(new TestReport(former.tests()), run);
    Map<String, Result> tests = new TreeMap<>();
    lesser
        .tests()
        .forEach(
            (id, result) ->
                tests.put(id, flaky.contains(id) ? result : run.tests().getOrDefault(id, result)));
    return new TestReport(tests);
  }

  /** What of the settings decides how a build turns out. */
  private static String key(TargetSettings settings) {
    String text =
        settings.buildTool()
            + "\n"
            + settings.build()
            + "\n"
            + settings.test()
            + "\n"
            + settings.jdk()
            + "\n"
            + new TreeMap<>(settings.environment())
            + "\n"
            + Runtime.version();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
