package dev.ratchet.activity.analysis;

import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.domain.RiskLevel;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The checks of Error Prone whose own fixes are worth merging; docs/error-prone has a page on each,
 * docs/analysis.md says what they did on real repositories.
 */
public final class ErrorProneFixes {
  private static final String ANNOTATION =
      "The annotation is read by the compiler only; the class files' code is the same.";

  private static final List<Fix> FIXES =
      List.of(
          equivalent(
              "MissingOverride",
              "Add missing @Override",
              "The compiler notices when the overridden method changes.",
              ANNOTATION),
          spelling(
              "MixedArrayDimensions",
              "Write array dimensions with the type",
              "The type of the variable stands in one place.",
              "Both spellings declare the same type."),
          equivalent(
              "RemoveUnusedImports",
              "Remove unused imports",
              "Nobody looks for a use that is not there.",
              "An import that nothing uses leaves no trace in the class file."),
          equivalent(
              "UnnecessarilyFullyQualified",
              "Import types instead of qualifying them",
              "The code reads without package names.",
              "The short names mean the same types."),
          spelling(
              "NotJavadoc",
              "Turn stray Javadoc into ordinary comments",
              "Nobody takes the comment for documentation that is published.",
              "Only comments change."),
          equivalent(
              "FieldCanBeFinal",
              "Make fields final that never change",
              "The reader and the compiler know that the field keeps its value.",
              "The compiler refuses a final field that anything assigns after construction."),
          tested(
              "UnusedException",
              "Keep the cause of rethrown exceptions",
              "The stack trace shows where the trouble began.",
              RiskLevel.LOW),
          tested(
              "CompareToZero",
              "Compare compareTo's result with zero",
              "A comparator may return any positive or negative number.",
              RiskLevel.LOW),
          tested(
              "StringCaseLocaleUsage",
              "Change case independently of the machine's locale",
              "The result is the same in Turkey.",
              RiskLevel.MEDIUM));

  private ErrorProneFixes() {}

  private static Fix equivalent(String check, String title, String benefit, String argument) {
    return new Fix("error-prone", check, title, benefit, argument, RiskLevel.LOW);
  }

  private static Fix spelling(String check, String title, String benefit, String argument) {
    return new Fix("error-prone", check, title, benefit, argument, RiskLevel.LOW, false);
  }

  private static Fix tested(String check, String title, String benefit, RiskLevel risk) {
    return new Fix("error-prone", check, title, benefit, "", risk);
  }

  /** All of them. */
  public static List<Fix> all() {
    return FIXES;
  }

  /** Error Prone's flags for an analysis: checks that are off unless asked for are asked for. */
  static String flags() {
    return FIXES.stream()
        .map(fix -> "-Xep:" + fix.rule() + ":WARN")
        .collect(Collectors.joining(" "));
  }
}
