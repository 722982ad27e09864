package dev.ratchet.activity.proposal;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.stmt.CatchClause;
import dev.ratchet.activity.proposal.UnifiedPatch.Change;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which of Error Prone's changes are left to a person, although they compile and all tests would
 * pass: where somebody wrote down a reason, where code that nobody sees may write a field, and
 * where a line would become longer than any other.
 */
final class Reserve {
  /** Lines up to here are nowhere too long. */
  private static final int USUAL_WIDTH = 100;

  /** These say something to compilers and readers; no library sets a field because of them. */
  private static final Set<String> HARMLESS =
      Set.of("Deprecated", "GuardedBy", "NonNull", "NotNull", "Nullable", "SuppressWarnings");

  private final Optional<CompilationUnit> unit;
  private final int width;

  Reserve(String text) {
    this.unit = CoveredCode.parse(text);
    this.width = Math.max(USUAL_WIDTH, text.lines().mapToInt(String::length).max().orElse(0));
  }

  /** The changes of a check that may be made without a person. */
  List<Change> without(String check, List<Change> changes) {
    return changes.stream().filter(change -> !isReserved(check, change)).toList();
  }

  private boolean isReserved(String check, Change change) {
    boolean tooLong = change.added().stream().anyMatch(line -> line.length() > width);
    return tooLong
        || switch (check) {
          case "UnusedException" -> touches(change, CatchClause.class, Reserve::isExplained);
          case "FieldCanBeFinal" -> touches(change, FieldDeclaration.class, Reserve::isInjected);
          default -> false;
        };
  }

  /** The cause may be left out on purpose: it may say what must not be told. */
  private static boolean isExplained(CatchClause clause) {
    return !clause.getAllContainedComments().isEmpty();
  }

  private static boolean isInjected(FieldDeclaration field) {
    return field.getAnnotations().stream()
        .anyMatch(annotation -> !HARMLESS.contains(annotation.getName().getIdentifier()));
  }

  private <N extends Node> boolean touches(Change change, Class<N> type, Predicate<N> condition) {
    return unit.stream()
        .flatMap(tree -> tree.findAll(type).stream())
        .filter(node -> node.getRange().isPresent())
        .filter(node -> node.getRange().orElseThrow().begin.line <= change.lastLine())
        .filter(node -> change.line() <= node.getRange().orElseThrow().end.line)
        .anyMatch(condition);
  }
}
