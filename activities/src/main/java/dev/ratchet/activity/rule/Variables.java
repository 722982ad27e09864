package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.CallableDeclaration;
import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.LambdaExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.expr.TypePatternExpr;
import com.github.javaparser.ast.expr.VariableDeclarationExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithSimpleName;
import com.github.javaparser.ast.nodeTypes.SwitchNode;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.CatchClause;
import com.github.javaparser.ast.stmt.ForEachStmt;
import com.github.javaparser.ast.stmt.ForStmt;
import com.github.javaparser.ast.stmt.Statement;
import com.github.javaparser.ast.stmt.SwitchEntry;
import com.github.javaparser.ast.stmt.TryStmt;
import com.github.javaparser.ast.type.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a variable is declared: a local, a parameter or a field of the same file. Empty where
 * something that the file does not show, such as an inherited field, may be meant.
 */
final class Variables {
  private final CompilationUnit unit;

  Variables(CompilationUnit unit) {
    this.unit = unit;
  }

  /** The declared type of {@code name}, {@code this.name} or {@code (name)}. */
  Optional<Type> type(Expression expression) {
    return declaration(expression)
        .map(
            node ->
                node instanceof Parameter parameter
                    ? parameter.getType()
                    : ((VariableDeclarator) node).getType());
  }

  /** A {@link VariableDeclarator} or a {@link Parameter} that is not of varying number. */
  Optional<Node> declaration(Expression expression) {
    return switch (expression) {
      case NameExpr name -> lookUp(name, name.getNameAsString());
      case FieldAccessExpr field when field.getScope().isThisExpr() ->
          ownField(field, field.getNameAsString());
      default -> Optional.empty();
    };
  }

  private Optional<Node> lookUp(Node use, String name) {
    // Where a pattern's variable may be seen depends on the flow of control.
    if (unit.findAll(TypePatternExpr.class).stream()
        .anyMatch(pattern -> pattern.getNameAsString().equals(name))) {
      return Optional.empty();
    }
    for (Node node = parent(use); node != null; node = parent(node)) {
      Optional<Node> local = local(node, use, name);
      if (local.isPresent()) {
        return local.filter(found -> !(found instanceof Parameter p && p.isVarArgs()));
      }
      if (members(node).isPresent()) {
        Optional<Node> field = field(node, name);
        if (field.isPresent() || mayInherit(node)) {
          return field;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Node> ownField(Node use, String name) {
    for (Node node = parent(use); node != null; node = parent(node)) {
      if (members(node).isPresent()) {
        return field(node, name);
      }
    }
    return Optional.empty();
  }

  private static @Nullable Node parent(Node node) {
    return node.getParentNode().orElse(null);
  }

  /** Declared by the node itself, where the use may see it. */
  private static Optional<Node> local(Node node, Node use, String name) {
    Stream<? extends Node> declared =
        switch (node) {
          case BlockStmt block -> before(use, block.getStatements().stream());
          case SwitchNode choice ->
              // A group's variables are seen in the groups below it.
              before(
                  use,
                  choice.getEntries().stream()
                      .map(SwitchEntry::getStatements)
                      .flatMap(List::stream));
          case ForStmt loop -> loop.getInitialization().stream().flatMap(Variables::declared);
          case ForEachStmt loop when loop.getBody().isAncestorOf(use) ->
              declared(loop.getVariable());
          case TryStmt statement when seesResources(statement, use) ->
              statement.getResources().stream().flatMap(Variables::declared);
          case CatchClause clause -> Stream.of(clause.getParameter());
          case LambdaExpr lambda -> lambda.getParameters().stream();
          case CallableDeclaration<?> callable -> callable.getParameters().stream();
          case VariableDeclarationExpr expression ->
              expression.getVariables().stream().takeWhile(variable -> !variable.isAncestorOf(use));
          default -> Stream.empty();
        };
    return declared
        .filter(variable -> ((NodeWithSimpleName<?>) variable).getNameAsString().equals(name))
        .map(Node.class::cast)
        .reduce((first, second) -> second);
  }

  private static boolean seesResources(TryStmt statement, Node use) {
    return statement.getCatchClauses().stream().noneMatch(clause -> clause.isAncestorOf(use))
        && statement.getFinallyBlock().filter(block -> block.isAncestorOf(use)).isEmpty();
  }

  private static Stream<VariableDeclarator> before(Node use, Stream<Statement> statements) {
    return statements
        .takeWhile(statement -> !statement.isAncestorOf(use))
        .filter(Statement::isExpressionStmt)
        .flatMap(statement -> declared(statement.asExpressionStmt().getExpression()));
  }

  private static Stream<VariableDeclarator> declared(Expression expression) {
    return expression instanceof VariableDeclarationExpr declaration
        ? declaration.getVariables().stream()
        : Stream.empty();
  }

  private static Optional<List<BodyDeclaration<?>>> members(Node node) {
    return switch (node) {
      case TypeDeclaration<?> type -> Optional.of(type.getMembers());
      case ObjectCreationExpr creation -> creation.getAnonymousClassBody().map(List::copyOf);
      default -> Optional.empty();
    };
  }

  private static Optional<Node> field(Node type, String name) {
    return members(type).stream()
        .flatMap(List::stream)
        .filter(BodyDeclaration::isFieldDeclaration)
        .flatMap(member -> member.asFieldDeclaration().getVariables().stream())
        .filter(variable -> variable.getNameAsString().equals(name))
        .map(Node.class::cast)
        .findFirst();
  }

  private static boolean mayInherit(Node type) {
    return !(type instanceof ClassOrInterfaceDeclaration declaration
        && declaration.getExtendedTypes().isEmpty()
        && declaration.getImplementedTypes().isEmpty());
  }
}
