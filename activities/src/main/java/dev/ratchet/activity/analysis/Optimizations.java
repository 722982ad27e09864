package dev.ratchet.activity.analysis;

import dev.ratchet.activity.repository.Paths;
import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.TargetSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes improvements of findings: one concern in one package, with all its occurrences. */
final class Optimizations {
  /** What an analysis may carry in its payload. */
  private static final int MOST = 200;

  private final Fixes fixes;
  private final TargetSettings settings;

  Optimizations(Fixes fixes, TargetSettings settings) {
    this.fixes = fixes;
    this.settings = settings;
  }

  private record Key(String proposer, String folder) {}

  List<Optimization> of(List<Finding> findings) {
    Map<Key, List<Finding>> groups =
        findings.stream()
            .filter(Finding::fixable)
            .filter(finding -> mayChange(settings, finding.place().path()))
            .collect(
                Collectors.groupingBy(
                    finding -> new Key(fix(finding).proposer(), folder(finding)),
                    () ->
                        new TreeMap<>(
                            Comparator.comparing(Key::proposer).thenComparing(Key::folder)),
                    Collectors.toList()));
    List<Optimization> optimizations = new ArrayList<>();
    groups.forEach((key, group) -> optimizations.add(optimization(key, group)));
    optimizations.sort(
        Comparator.comparingDouble(Optimization::value)
            .reversed()
            .thenComparing(Optimization::proposer)
            .thenComparing(optimization -> optimization.files().getFirst()));
    return optimizations.stream().limit(MOST).toList();
  }

  /** Whether a candidate may change the file. */
  static boolean mayChange(TargetSettings settings, String path) {
    return Paths.matches(settings.allowedPaths(), path)
        && !Paths.matches(settings.protectedPaths(), path)
        && !Paths.below(settings.testRoots(), path);
  }

  private Fixes.Fix fix(Finding finding) {
    CodeIssue first = finding.issues().getFirst();
    return fixes.find(first.analyzer(), first.rule()).orElseThrow();
  }

  static String folder(Finding finding) {
    String path = finding.place().path();
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private Optimization optimization(Key key, List<Finding> group) {
    Fixes.Fix fix = fix(group.getFirst());
    String packageName = packageName(key.folder());
    List<String> files =
        group.stream().map(finding -> finding.place().path()).sorted().distinct().toList();
    double best = group.stream().mapToDouble(Finding::value).max().orElse(0);
    return new Optimization(
        key.proposer(),
        fix.title() + where(packageName, files),
        packageName,
        files,
        group.size(),
        // Nothing may claim speed before it is measured.
        ImprovementType.CODE_QUALITY,
        ImprovementKind.RULE,
        fix.risk(),
        fix.benefit(),
        // Several occurrences are worth more than one, but never more than a graver concern.
        Math.min(100, best + Math.min(5, group.size() / 2.0)));
  }

  /** A file by its type's name, several by their package. */
  private static String where(String packageName, List<String> files) {
    if (files.size() == 1) {
      String path = files.getFirst();
      return " in " + path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.java$", "");
    }
    return packageName.isEmpty() ? "" : " in " + packageName;
  }

  private String packageName(String folder) {
    return settings.sourceRoots().stream()
        .filter(root -> root.isEmpty() || folder.startsWith(root + "/"))
        .max(Comparator.comparingInt(String::length))
        .map(root -> root.isEmpty() ? folder : folder.substring(root.length() + 1))
        .orElse("")
        .replace('/', '.');
  }
}
