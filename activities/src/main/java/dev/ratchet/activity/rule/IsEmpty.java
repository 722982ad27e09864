package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.domain.RiskLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code list.size() == 0} becomes {@code list.isEmpty()}, and likewise the length of a string. See
 * docs/rules/is-empty.md.
 */
final class IsEmpty implements Rule {
  /** What the call on the left is compared with. */
  private static final Set<String> EMPTY = Set.of("== 0", "<= 0", "< 1");

  private static final Set<String> NOT_EMPTY = Set.of("!= 0", "> 0", ">= 1");

  private static final Map<String, String> MIRRORED =
      Map.of("==", "==", "!=", "!=", "<", ">", ">", "<", "<=", ">=", ">=", "<=");

  @Override
  public Fix fix() {
    return new Fix(
        "ratchet",
        "is-empty",
        "Use isEmpty() instead of comparing with zero",
        "The question is asked by its name.",
        "The length or size is zero exactly where isEmpty() is true.",
        RiskLevel.LOW);
  }

  @Override
  public int languageLevel() {
    return 6;
  }

  @Override
  public List<Match> find(CompilationUnit unit, Positions positions) {
    Variables variables = new Variables(unit);
    JavaTypes types = new JavaTypes(unit);
    List<Match> matches = new ArrayList<>();
    for (BinaryExpr comparison : unit.findAll(BinaryExpr.class)) {
      Optional<Question> question =
          question(comparison).filter(asked -> knowsIsEmpty(asked.call(), variables, types));
      if (question.isPresent() && comparison.getAllContainedComments().isEmpty()) {
        matches.add(match(comparison, question.get(), positions));
      }
    }
    return matches;
  }

  private record Question(MethodCallExpr call, boolean empty) {}

  private static Optional<Question> question(BinaryExpr comparison) {
    String sign = comparison.getOperator().asString();
    Expression left = comparison.getLeft();
    Expression right = comparison.getRight();
    if (left instanceof MethodCallExpr call && right instanceof IntegerLiteralExpr number) {
      return question(call, sign + " " + number.getValue());
    }
    if (right instanceof MethodCallExpr call && left instanceof IntegerLiteralExpr number) {
      return question(call, MIRRORED.get(sign) + " " + number.getValue());
    }
    return Optional.empty();
  }

  private static Optional<Question> question(MethodCallExpr call, String compared) {
    return EMPTY.contains(compared) || NOT_EMPTY.contains(compared)
        ? Optional.of(new Question(call, EMPTY.contains(compared)))
        : Optional.empty();
  }

  private static boolean knowsIsEmpty(MethodCallExpr call, Variables variables, JavaTypes types) {
    if (!call.getArguments().isEmpty()) {
      return false;
    }
    Optional<Class<?>> type =
        call.getScope()
            .flatMap(variables::type)
            .filter(ClassOrInterfaceType.class::isInstance)
            .flatMap(named -> types.find(((ClassOrInterfaceType) named).getNameWithScope()));
    return switch (call.getNameAsString()) {
      case "length" -> type.filter(String.class::equals).isPresent();
      case "size" ->
          type.filter(t -> Collection.class.isAssignableFrom(t) || Map.class.isAssignableFrom(t))
              .isPresent();
      default -> false;
    };
  }

  private static Match match(BinaryExpr comparison, Question question, Positions positions) {
    Node whole = comparison;
    boolean empty = question.empty();
    if (comparison.getParentNode().orElse(null) instanceof EnclosedExpr enclosed
        && enclosed.getParentNode().orElse(null) instanceof UnaryExpr unary
        && unary.getOperator() == UnaryExpr.Operator.LOGICAL_COMPLEMENT) {
      whole = unary;
      empty = !empty;
    }
    String subject =
        positions.text(
            positions.start(question.call()), positions.start(question.call().getName()));
    return new Match(
        whole.getRange().orElseThrow().begin.line,
        whole.getRange().orElseThrow().end.line,
        "compares " + question.call() + " with a number",
        List.of(
            new Edit(
                positions.start(whole),
                positions.end(whole),
                (empty ? "" : "!") + subject + "isEmpty()")));
  }
}
