package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.stmt.CatchClause;
import com.github.javaparser.ast.stmt.TryStmt;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.domain.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Neighbouring catch clauses that do the same become one. See docs/rules/multi-catch.md. */
final class MultiCatch implements Rule {
  private static final int WIDTH = 100;

  /** Of Throwable itself, so that the same method is called whatever the variable's type. */
  private static final Set<String> METHODS =
      Set.of(
          "getMessage",
          "getLocalizedMessage",
          "getCause",
          "getStackTrace",
          "printStackTrace",
          "toString");

  @Override
  public Fix fix() {
    return new Fix(
        "ratchet",
        "multi-catch",
        "Catch together what is handled alike",
        "The handling stands in one place, and a change of it cannot miss the other one.",
        "No exception is of two unrelated classes, so the same handler runs for each as before.",
        RiskLevel.LOW);
  }

  @Override
  public int languageLevel() {
    return 7;
  }

  @Override
  public List<Match> find(CompilationUnit unit, Positions positions) {
    JavaTypes types = new JavaTypes(unit);
    List<Match> matches = new ArrayList<>();
    for (TryStmt statement : unit.findAll(TryStmt.class)) {
      List<CatchClause> clauses = statement.getCatchClauses();
      int from = 0;
      while (from < clauses.size()) {
        int to = from + 1;
        while (to < clauses.size() && alike(clauses.get(to - 1), clauses.get(to), positions)) {
          to++;
        }
        if (to - from > 1 && unrelated(clauses.subList(from, to), types)) {
          add(matches, clauses.subList(from, to), positions);
        }
        from = to;
      }
    }
    return matches;
  }

  private static boolean alike(CatchClause a, CatchClause b, Positions positions) {
    Parameter first = a.getParameter();
    Parameter second = b.getParameter();
    return first.getType() instanceof ClassOrInterfaceType
        && second.getType() instanceof ClassOrInterfaceType
        && first.getNameAsString().equals(second.getNameAsString())
        && first.getModifiers().equals(second.getModifiers())
        && first.getAnnotations().isEmpty()
        && second.getAnnotations().isEmpty()
        && code(a, positions).equals(code(b, positions))
        && usesThrowableOnly(a)
        && positions.between(a, b).isBlank();
  }

  /** With comments: what is said differently may be meant differently. */
  private static String code(CatchClause clause, Positions positions) {
    int start = positions.start(clause.getBody());
    return positions.text(start, positions.end(clause)).replaceAll("\\s+", " ");
  }

  /** The variable's static type may choose an overload, so it is handed to nobody. */
  private static boolean usesThrowableOnly(CatchClause clause) {
    String name = clause.getParameter().getNameAsString();
    return clause.getBody().findAll(NameExpr.class).stream()
        .filter(use -> use.getNameAsString().equals(name))
        .allMatch(
            use ->
                use.getParentNode().orElse(null) instanceof MethodCallExpr call
                    && call.getScope().filter(scope -> scope.equals(use)).isPresent()
                    && call.getArguments().isEmpty()
                    && METHODS.contains(call.getNameAsString()));
  }

  private static boolean unrelated(List<CatchClause> clauses, JavaTypes types) {
    List<Class<?>> caught = new ArrayList<>();
    for (CatchClause clause : clauses) {
      Class<?> type = types.find(clause.getParameter().getType().asString()).orElse(null);
      if (type == null
          || caught.stream().anyMatch(o -> o.isAssignableFrom(type) || type.isAssignableFrom(o))) {
        return false;
      }
      caught.add(type);
    }
    return true;
  }

  private static void add(List<Match> matches, List<CatchClause> clauses, Positions positions) {
    CatchClause first = clauses.getFirst();
    CatchClause last = clauses.getLast();
    int start = positions.end(first.getParameter().getType());
    int end = positions.end(last);
    String others =
        clauses.stream()
            .skip(1)
            .map(clause -> " | " + clause.getParameter().getType().asString())
            .collect(Collectors.joining());
    boolean insideAnother =
        matches.stream().anyMatch(m -> m.edits().stream().anyMatch(e -> start < e.end()));
    String rest = positions.text(start, positions.end(first));
    String line = others + rest.lines().findFirst().orElse("");
    if (insideAnother || positions.column(start) + line.length() > WIDTH) {
      return;
    }
    matches.add(
        new Match(
            first.getRange().orElseThrow().begin.line,
            last.getRange().orElseThrow().end.line,
            "handles " + clauses.size() + " exceptions alike in clauses of their own",
            List.of(new Edit(start, end, others + rest))));
  }
}
