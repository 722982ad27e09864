package dev.ratchet.activity.analysis;

import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.RiskLevel;
import dev.ratchet.domain.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes one list of findings of what several analysers said of the same files. */
final class Findings {
  static final Comparator<Finding> BY_VALUE =
      Comparator.comparingDouble(Finding::value)
          .reversed()
          .thenComparing(finding -> finding.place().path())
          .thenComparingInt(finding -> finding.place().startLine())
          .thenComparing(Finding::id);

  private final Fixes fixes;

  Findings(Fixes fixes) {
    this.fixes = fixes;
  }

  /**
   * All findings, most valuable first; what two analysers say of the same lines is one. What is not
   * worth a commit, for it is the only one of its kind in its package, counts as one that nothing
   * here can act on.
   */
  List<Finding> of(Map<String, List<FileReport>> reports) {
    List<Finding> findings = new ArrayList<>();
    new TreeMap<>(reports).forEach((path, of) -> findings.addAll(ofFile(path, of)));
    Map<String, Long> together =
        findings.stream()
            .filter(Finding::fixable)
            .collect(Collectors.groupingBy(Findings::concern, Collectors.counting()));
    findings.replaceAll(
        finding -> together.getOrDefault(concern(finding), 1L) > 1 ? finding : alone(finding));
    findings.sort(BY_VALUE);
    return findings;
  }

  /** Of a rule in a folder. */
  private static String concern(Finding finding) {
    CodeIssue first = finding.issues().getFirst();
    return first.analyzer() + ":" + first.rule() + " " + Optimizations.folder(finding);
  }

  private Finding alone(Finding finding) {
    CodeIssue first = finding.issues().getFirst();
    return !finding.fixable()
            || fixes.find(first.analyzer(), first.rule()).orElseThrow().worthAlone()
        ? finding
        : finding.reportedOnly();
  }

  private List<Finding> ofFile(String path, List<FileReport> reports) {
    List<List<SourceIssue>> groups = new ArrayList<>();
    reports.stream()
        .flatMap(report -> report.issues().stream())
        .sorted(
            Comparator.comparingInt((SourceIssue issue) -> rank(issue))
                .thenComparing(SourceIssue::rule)
                .thenComparingInt(SourceIssue::startLine)
                .thenComparing(SourceIssue::message))
        .forEach(issue -> put(groups, issue));
    Map<String, Integer> ordinals = new HashMap<>();
    return groups.stream().map(group -> finding(path, group, ordinals)).toList();
  }

  /** Who can mend it names it. */
  private int rank(SourceIssue issue) {
    boolean fixable = fix(issue).isPresent();
    int analyzer =
        switch (issue.analyzer()) {
          case "ratchet" -> 0;
          case "error-prone" -> 1;
          default -> 2;
        };
    return fixable ? analyzer : 10 + analyzer;
  }

  private Optional<Fixes.Fix> fix(SourceIssue issue) {
    return fixes.find(issue.analyzer(), issue.rule()).filter(fix -> issue.hasFix());
  }

  private static void put(List<List<SourceIssue>> groups, SourceIssue issue) {
    String concern = Concerns.of(issue.rule());
    for (List<SourceIssue> group : groups) {
      SourceIssue first = group.getFirst();
      boolean byOthers =
          group.stream().noneMatch(other -> other.analyzer().equals(issue.analyzer()));
      if (byOthers && Concerns.of(first.rule()).equals(concern) && overlap(first, issue)) {
        group.add(issue);
        return;
      }
    }
    groups.add(new ArrayList<>(List.of(issue)));
  }

  private static boolean overlap(SourceIssue a, SourceIssue b) {
    return a.startLine() <= b.endLine() && b.startLine() <= a.endLine();
  }

  private Finding finding(String path, List<SourceIssue> group, Map<String, Integer> ordinals) {
    SourceIssue first = group.getFirst();
    String key = String.join("\n", first.rule(), path, first.code());
    int ordinal = ordinals.merge(key, 1, Integer::sum);
    List<CodeIssue> issues = group.stream().map(issue -> issue.at(path)).toList();
    Severity severity =
        group.stream().map(SourceIssue::severity).max(Comparator.naturalOrder()).orElseThrow();
    Fixes.Fix fix = fix(first).orElse(null);
    RiskLevel risk = fix == null ? RiskLevel.MEDIUM : fix.risk();
    return new Finding(
        Digests.brief(key + "\n" + ordinal),
        issues,
        first.type(),
        fix == null ? ImprovementKind.QUALITY : ImprovementKind.RULE,
        severity,
        fix == null ? first.message() : fix.benefit(),
        risk,
        value(severity, first.type(), fix != null, risk),
        fix != null);
  }

  private static double value(
      Severity severity, ImprovementType type, boolean fixable, RiskLevel risk) {
    int value =
        switch (severity) {
          case INFO -> 20;
          case MINOR -> 40;
          case MAJOR -> 60;
          case CRITICAL -> 80;
        };
    value += type == ImprovementType.CODE_QUALITY ? 0 : 8;
    value += fixable ? 12 : 0;
    value -=
        switch (risk) {
          case LOW -> 0;
          case MEDIUM -> 6;
          case HIGH -> 20;
        };
    return Math.clamp(value, 0, 100);
  }
}
