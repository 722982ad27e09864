package dev.ratchet.activity.analysis;

import java.util.List;

/** What one analyser found in one file; empty where it does not measure. */
public record FileReport(
    int lines, int types, List<MethodComplexity> methods, List<SourceIssue> issues) {
  static final FileReport EMPTY = new FileReport(0, 0, List.of(), List.of());

  public FileReport {
    methods = List.copyOf(methods);
    issues = List.copyOf(issues);
  }

  static FileReport ofIssues(List<SourceIssue> issues) {
    return new FileReport(0, 0, List.of(), issues);
  }

  /**
   * @param name class and method, for a person
   */
  public record MethodComplexity(String name, int line, int cyclomatic, int cognitive) {}
}
