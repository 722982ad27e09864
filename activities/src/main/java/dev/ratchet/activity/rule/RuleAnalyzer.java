package dev.ratchet.activity.rule;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import dev.ratchet.activity.Progress;
import dev.ratchet.activity.analysis.FileReport;
import dev.ratchet.activity.analysis.SourceAnalyzer;
import dev.ratchet.activity.analysis.SourceIssue;
import dev.ratchet.activity.analysis.SourceText;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads files with Ratchet's own rules. */
public final class RuleAnalyzer implements SourceAnalyzer {
  @Override
  public String name() {
    return "ratchet";
  }

  @Override
  public String version() {
    return "1:" + String.join(",", Rules.fixes().stream().map(fix -> fix.rule()).toList());
  }

  @Override
  public Map<String, FileReport> analyze(Batch batch, Progress progress) {
    Map<String, FileReport> reports = new HashMap<>();
    for (SourceText file : batch.files()) {
      progress.report("Ratchet's rules", Map.of());
      List<SourceIssue> issues = new ArrayList<>();
      parse(file.text())
          .ifPresent(
              unit ->
                  Rules.all()
                      .forEach(
                          rule ->
                              issues.addAll(issues(rule, unit, file, batch.levels().source()))));
      reports.put(file.path(), new FileReport(0, 0, List.of(), issues));
    }
    return reports;
  }

  private static List<SourceIssue> issues(
      Rule rule, CompilationUnit unit, SourceText file, int level) {
    if (level > 0 && level < rule.languageLevel()) {
      return List.of();
    }
    return rule.find(unit, new Positions(file.text())).stream()
        .map(
            match ->
                new SourceIssue(
                    "ratchet",
                    rule.fix().rule(),
                    match.startLine(),
                    match.endLine(),
                    match.message(),
                    Severity.MINOR,
                    ImprovementType.CODE_QUALITY,
                    file.code(match.startLine(), match.endLine()),
                    true))
        .toList();
  }

  /** Empty when the text does not parse. */
  static Optional<CompilationUnit> parse(String text) {
    ParserConfiguration configuration =
        new ParserConfiguration().setLanguageLevel(LanguageLevel.BLEEDING_EDGE).setTabSize(1);
    return new JavaParser(configuration)
        .parse(text)
        .getResult()
        .filter(unit -> unit.getParsed() == Node.Parsedness.PARSED);
  }
}
