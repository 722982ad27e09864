package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.type.Type;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which expressions are certainly a StringBuilder or StringBuffer of java.lang, as far as one file
 * can tell.
 */
final class Builders {
  private static final Set<String> NAMES = Set.of("StringBuilder", "StringBuffer");

  private final CompilationUnit unit;
  private final boolean namesAreJavas;

  Builders(CompilationUnit unit) {
    this.unit = unit;
    this.namesAreJavas =
        unit.getImports().stream().noneMatch(i -> NAMES.contains(i.getName().getIdentifier()))
            && unit.findAll(TypeDeclaration.class).stream()
                .noneMatch(type -> NAMES.contains(type.getNameAsString()));
  }

  boolean isBuilder(Expression expression) {
    return switch (expression) {
      case ObjectCreationExpr creation -> isBuilder(creation.getType());
      case NameExpr name -> declaredOnlyAsBuilder(name.getNameAsString());
      case FieldAccessExpr field ->
          field.getScope().isThisExpr() && declaredOnlyAsBuilder(field.getNameAsString());
      case MethodCallExpr call ->
          call.getNameAsString().equals("append")
              && call.getScope().map(this::isBuilder).orElse(false);
      default -> false;
    };
  }

  /** Every variable of that name in the file is a builder: then this one is, whichever it is. */
  private boolean declaredOnlyAsBuilder(String name) {
    var types =
        Stream.concat(
                unit.findAll(VariableDeclarator.class).stream()
                    .filter(variable -> variable.getNameAsString().equals(name))
                    .map(VariableDeclarator::getType),
                unit.findAll(Parameter.class).stream()
                    .filter(parameter -> parameter.getNameAsString().equals(name))
                    .map(Parameter::getType))
            .toList();
    return !types.isEmpty() && types.stream().allMatch(this::isBuilder);
  }

  private boolean isBuilder(Type type) {
    return namesAreJavas && NAMES.contains(type.asString());
  }
}
