package dev.ratchet.activity.analysis;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.analysis.FileReport.MethodComplexity;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Severity;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.sourceforge.pmd.PMDConfiguration;
import net.sourceforge.pmd.PMDVersion;
import net.sourceforge.pmd.PmdAnalysis;
import net.sourceforge.pmd.lang.LanguageRegistry;
import net.sourceforge.pmd.lang.LanguageVersion;
import net.sourceforge.pmd.lang.document.FileId;
import net.sourceforge.pmd.lang.rule.RulePriority;
import net.sourceforge.pmd.lang.rule.RuleSet;
import net.sourceforge.pmd.reporting.Report;
import net.sourceforge.pmd.reporting.RuleViolation;

/**
 * PMD in this process, on two threads: it reads sources and class files and runs nothing of the
 * target.
 */
public final class PmdAnalyzer implements SourceAnalyzer {
  /** On the class path; for PMD's own command line too. */
  public static final String RULESET = "dev/ratchet/activity/analysis/pmd-ruleset.xml";

  private static final int THREADS = 2;

  /** As many as PMD may still read for nothing when the step is to end: some seconds' worth. */
  private static final int CHUNK = 150;

  static {
    // Where assertions are on, as in tests, PMD's own fail on code that it cannot resolve fully.
    PmdAnalysis.class.getClassLoader().setPackageAssertionStatus("net.sourceforge.pmd", false);
  }

  @Override
  public String name() {
    return "pmd";
  }

  @Override
  public String version() {
    try (InputStream in =
        Objects.requireNonNull(
            PmdAnalyzer.class.getClassLoader().getResourceAsStream(RULESET), RULESET)) {
      String rules = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return PMDVersion.VERSION + "-" + Digests.brief(rules) + "-1";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RULESET, e);
    }
  }

  @Override
  public Map<String, FileReport> analyze(Batch batch, Progress progress)
      throws InterruptedException {
    Map<String, FileReport> reports = new HashMap<>();
    List<SourceText> files = batch.files();
    for (int from = 0; from < files.size(); from += CHUNK) {
      List<SourceText> some = files.subList(from, Math.min(files.size(), from + CHUNK));
      Map<String, String> figures = Map.of("files", from + " of " + files.size());
      reports.putAll(Alongside.run(() -> robustly(some, batch), progress, "PMD", figures));
    }
    return reports;
  }

  /** A file on which PMD itself fails gets an empty report; it must not cost the others theirs. */
  private static Map<String, FileReport> robustly(List<SourceText> files, Batch batch) {
    try {
      return chunk(files, configuration(batch));
    } catch (RuntimeException | AssertionError | StackOverflowError faultOfPmd) {
      if (files.size() == 1) {
        return Map.of(files.getFirst().path(), report(files.getFirst(), List.of()));
      }
      int half = files.size() / 2;
      Map<String, FileReport> reports = new HashMap<>();
      reports.putAll(robustly(files.subList(0, half), batch));
      reports.putAll(robustly(files.subList(half, files.size()), batch));
      return reports;
    }
  }

  private static Map<String, FileReport> chunk(
      List<SourceText> files, PMDConfiguration configuration) {
    Report report;
    try (PmdAnalysis pmd = PmdAnalysis.create(configuration)) {
      pmd.addRuleSet(RuleSet.forSingleRule(complexityRule()));
      files.forEach(
          file -> pmd.files().addSourceFile(FileId.fromPathLikeString(file.path()), file.text()));
      report = pmd.performAnalysisAndCollectReport();
    }
    Map<String, List<RuleViolation>> violations =
        report.getViolations().stream()
            .collect(Collectors.groupingBy(found -> found.getFileId().getOriginalPath()));
    Set<String> unreadable =
        report.getProcessingErrors().stream()
            .map(error -> error.getFileId().getOriginalPath())
            .collect(Collectors.toSet());
    Map<String, FileReport> reports = new HashMap<>();
    for (SourceText file : files) {
      // A file that PMD cannot parse stays so until it changes: it counts as read, with no issues.
      boolean damaged = unreadable.contains(file.path());
      reports.put(
          file.path(),
          report(file, damaged ? List.of() : violations.getOrDefault(file.path(), List.of())));
    }
    return reports;
  }

  private static ComplexityRule complexityRule() {
    ComplexityRule rule = new ComplexityRule();
    rule.setLanguage(java());
    return rule;
  }

  private static net.sourceforge.pmd.lang.Language java() {
    return Objects.requireNonNull(LanguageRegistry.PMD.getLanguageById("java"), "PMD's Java");
  }

  private static PMDConfiguration configuration(Batch batch) {
    PMDConfiguration configuration = new PMDConfiguration();
    configuration.addRuleSet(RULESET);
    configuration.setThreads(THREADS);
    configuration.setIgnoreIncrementalAnalysis(true);
    configuration.setDefaultLanguageVersion(level(batch.levels().language()));
    if (!batch.classPath().isEmpty()) {
      configuration.prependAuxClasspath(
          batch.classPath().stream()
              .map(Object::toString)
              .collect(Collectors.joining(File.pathSeparator)));
    }
    return configuration;
  }

  private static LanguageVersion level(int level) {
    String name = level >= 9 ? Integer.toString(level) : "1." + (level == 0 ? 8 : level);
    LanguageVersion version = level == 0 ? null : java().getVersion(name);
    return version == null ? java().getDefaultVersion() : version;
  }

  private static FileReport report(SourceText file, List<RuleViolation> violations) {
    int types = 0;
    List<MethodComplexity> methods = new ArrayList<>();
    List<SourceIssue> issues = new ArrayList<>();
    for (RuleViolation violation : violations) {
      if (!violation.getRule().getName().equals(ComplexityRule.NAME)) {
        issues.add(issue(file, violation));
        continue;
      }
      String[] words = violation.getDescription().split(" ", 4);
      if (words[0].equals("types")) {
        types = Integer.parseInt(words[1]);
      } else {
        methods.add(
            new MethodComplexity(
                words[3],
                violation.getBeginLine(),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2])));
      }
    }
    return new FileReport(file.lines().size(), types, methods, issues);
  }

  private static SourceIssue issue(SourceText file, RuleViolation violation) {
    return new SourceIssue(
        "pmd",
        violation.getRule().getName(),
        violation.getBeginLine(),
        violation.getEndLine(),
        violation.getDescription().replaceAll("\\s+", " ").strip(),
        severity(violation.getRule().getPriority()),
        type(violation),
        Digests.brief(file.code(violation.getBeginLine(), violation.getEndLine())),
        false);
  }

  private static Severity severity(RulePriority priority) {
    return switch (priority) {
      case HIGH -> Severity.CRITICAL;
      case MEDIUM_HIGH -> Severity.MAJOR;
      case MEDIUM -> Severity.MINOR;
      case MEDIUM_LOW, LOW -> Severity.INFO;
    };
  }

  /** The category is part of the address of the rule's page; a reference loses it otherwise. */
  private static ImprovementType type(RuleViolation violation) {
    String page = Objects.toString(violation.getRule().getExternalInfoUrl(), "");
    String category = page.toLowerCase(Locale.ROOT);
    if (category.contains("_performance.html")) {
      return ImprovementType.PERFORMANCE;
    }
    return category.contains("_errorprone.html") || category.contains("_multithreading.html")
        ? ImprovementType.BUG_FIX
        : ImprovementType.CODE_QUALITY;
  }
}
