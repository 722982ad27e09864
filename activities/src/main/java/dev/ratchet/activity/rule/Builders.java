package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.type.Type;
import java.util.Set;

/**
 * Which expressions are certainly a StringBuilder or StringBuffer of java.lang, as far as one file
 * can tell.
 */
final class Builders {
  private static final Set<String> NAMES = Set.of("StringBuilder", "StringBuffer");

  private final Variables variables;
  private final boolean namesAreJavas;

  Builders(CompilationUnit unit) {
    this.variables = new Variables(unit);
    JavaTypes types = new JavaTypes(unit);
    this.namesAreJavas = NAMES.stream().allMatch(name -> types.find(name).isPresent());
  }

  boolean isBuilder(Expression expression) {
    return switch (expression) {
      case ObjectCreationExpr creation -> isBuilder(creation.getType());
      case MethodCallExpr call ->
          call.getNameAsString().equals("append")
              && call.getScope().map(this::isBuilder).orElse(false);
      default -> variables.type(expression).filter(this::isBuilder).isPresent();
    };
  }

  private boolean isBuilder(Type type) {
    return namesAreJavas && NAMES.contains(type.asString());
  }
}
