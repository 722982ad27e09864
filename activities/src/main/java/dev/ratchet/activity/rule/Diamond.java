package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.LambdaExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.stmt.ReturnStmt;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import com.github.javaparser.ast.type.Type;
import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.domain.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code List<String> l = new ArrayList<String>()} becomes {@code = new ArrayList<>()}. See
 * docs/rules/diamond.md.
 */
final class Diamond implements Rule {
  @Override
  public Fix fix() {
    return new Fix(
        "ratchet",
        "diamond",
        "Leave type arguments to the diamond",
        "The type arguments stand in one place, where the variable is declared.",
        "The compiler infers the same type arguments, of which the class file keeps none here.",
        RiskLevel.LOW);
  }

  /** Before 8 the target's type does not count where the constructor has arguments. */
  @Override
  public int languageLevel() {
    return 8;
  }

  @Override
  public List<Match> find(CompilationUnit unit, Positions positions) {
    JavaTypes types = new JavaTypes(unit);
    Variables variables = new Variables(unit);
    List<Match> matches = new ArrayList<>();
    for (ObjectCreationExpr creation : unit.findAll(ObjectCreationExpr.class)) {
      String arguments = arguments(creation.getType(), positions);
      if (!arguments.isEmpty()
          && creation.getAnonymousClassBody().isEmpty()
          && creation.getTypeArguments().isEmpty()
          && isOfJavaUtil(creation.getType(), types)
          && wanted(creation, variables)
              .map(type -> arguments(type, positions))
              .filter(arguments::equals)
              .isPresent()) {
        int line = creation.getType().getRange().orElseThrow().begin.line;
        int end = positions.end(creation.getType());
        matches.add(
            new Match(
                line,
                line,
                "repeats the type arguments " + arguments,
                List.of(new Edit(positions.end(creation.getType().getName()), end, "<>"))));
      }
    }
    return matches;
  }

  private static boolean isOfJavaUtil(ClassOrInterfaceType type, JavaTypes types) {
    return types
        .find(type.getNameWithScope())
        .filter(found -> found.getName().startsWith("java.util."))
        .isPresent();
  }

  /** As written but for blanks; empty where there are none, or more than types in them. */
  private static String arguments(Type type, Positions positions) {
    if (!(type instanceof ClassOrInterfaceType named)
        || named.getTypeArguments().filter(found -> !found.isEmpty()).isEmpty()) {
      return "";
    }
    String text = positions.text(positions.end(named.getName()), positions.end(named));
    return text.matches("(?s)<[\\w$.,<>?\\[\\]\\s]+>")
        ? text.replaceAll("\\s+", " ").replaceAll(" ?([,<>?\\[\\]]) ?", "$1")
        : "";
  }

  /** The type of what the new object is at once given to. */
  private static Optional<Type> wanted(ObjectCreationExpr creation, Variables variables) {
    return switch (creation.getParentNode().orElse(null)) {
      case VariableDeclarator variable -> Optional.of(variable.getType());
      case AssignExpr assignment when assignment.getOperator() == AssignExpr.Operator.ASSIGN ->
          variables.type(assignment.getTarget());
      case ReturnStmt statement -> returned(statement);
      case null, default -> Optional.empty();
    };
  }

  private static Optional<Type> returned(ReturnStmt statement) {
    Optional<Node> around = statement.getParentNode();
    while (around.isPresent() && !(around.get() instanceof LambdaExpr)) {
      if (around.get() instanceof MethodDeclaration method) {
        return Optional.of(method.getType());
      }
      around = around.get().getParentNode();
    }
    return Optional.empty();
  }
}
