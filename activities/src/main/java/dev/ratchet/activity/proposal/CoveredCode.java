package dev.ratchet.activity.proposal;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Which code the baseline's tests run. A statement may stand on several lines of which a class file
 * names only some: it counts as run when one of them was.
 */
public final class CoveredCode {
  private final List<Node> units;
  private final IntPredicate covered;

  /**
   * @param covered whether some test ran an instruction of a line
   */
  public CoveredCode(String text, IntPredicate covered) {
    this.covered = covered;
    this.units =
        parse(text)
            .map(unit -> unit.findAll(Node.class).stream().filter(CoveredCode::isRunAsOne).toList())
            .orElse(List.of());
  }

  static Optional<CompilationUnit> parse(String text) {
    ParserConfiguration configuration =
        new ParserConfiguration().setLanguageLevel(LanguageLevel.BLEEDING_EDGE);
    return new JavaParser(configuration)
        .parse(text)
        .getResult()
        .filter(unit -> unit.getParsed() == Node.Parsedness.PARSED);
  }

  private static boolean isRunAsOne(Node node) {
    return node.getRange().isPresent()
        && ((node instanceof Statement && !(node instanceof BlockStmt))
            || node instanceof FieldDeclaration);
  }

  /** Whether tests run all statements that the lines belong to, and there is one. */
  public boolean covers(int startLine, int endLine) {
    List<Node> touched =
        units.stream()
            .filter(unit -> first(unit) <= endLine && startLine <= last(unit))
            .filter(unit -> isInnermost(unit, startLine, endLine))
            .toList();
    return !touched.isEmpty()
        && touched.stream().allMatch(unit -> covered(first(unit), ownEnd(unit, endLine)));
  }

  /** No other statement inside this one is touched by the same lines. */
  private boolean isInnermost(Node unit, int startLine, int endLine) {
    return units.stream()
        .noneMatch(
            other ->
                unit.isAncestorOf(other) && first(other) <= startLine && endLine <= last(other));
  }

  /** A loop's or branch's own code ends where that of the statements in it begins. */
  private static int ownEnd(Node unit, int endLine) {
    boolean compound =
        unit.getChildNodes().stream()
            .anyMatch(child -> child.findFirst(Statement.class).isPresent());
    return compound ? Math.clamp(endLine, first(unit), last(unit)) : last(unit);
  }

  private boolean covered(int from, int to) {
    for (int line = from; line <= to; line++) {
      if (covered.test(line)) {
        return true;
      }
    }
    return false;
  }

  private static int first(Node node) {
    return node.getRange().orElseThrow().begin.line;
  }

  private static int last(Node node) {
    return node.getRange().orElseThrow().end.line;
  }
}
