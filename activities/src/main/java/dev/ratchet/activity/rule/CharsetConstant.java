package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.SimpleName;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.domain.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Charset.forName("UTF-8")} becomes {@code StandardCharsets.UTF_8}. See
 * docs/rules/charset-constant.md.
 */
final class CharsetConstant implements Rule {
  private static final String CHARSET = "java.nio.charset.Charset";
  private static final String CONSTANTS = "java.nio.charset.StandardCharsets";

  /** Canonical names, which Charset.forName takes in any case. */
  private static final Map<String, String> NAMES =
      Map.of(
          "UTF-8", "UTF_8",
          "US-ASCII", "US_ASCII",
          "ISO-8859-1", "ISO_8859_1",
          "UTF-16", "UTF_16",
          "UTF-16BE", "UTF_16BE",
          "UTF-16LE", "UTF_16LE");

  @Override
  public Fix fix() {
    return new Fix(
        "ratchet",
        "charset-constant",
        "Name standard charsets by their constants",
        "The compiler checks the name, and nothing is looked up.",
        "Both are the same charset, which every Java platform has.",
        RiskLevel.LOW);
  }

  @Override
  public int languageLevel() {
    return 7;
  }

  @Override
  public List<Match> find(CompilationUnit unit, Positions positions) {
    Optional<ImportDeclaration> charset = imported(unit, CHARSET);
    if (charset.isEmpty() || taken(unit)) {
      return List.of();
    }
    List<MethodCallExpr> calls =
        unit.findAll(MethodCallExpr.class).stream().filter(CharsetConstant::isOne).toList();
    List<Edit> imports =
        imported(unit, CONSTANTS).isPresent()
            ? List.of()
            : List.of(newImport(unit, charset.get(), calls.size(), positions));
    List<Match> matches = new ArrayList<>();
    for (MethodCallExpr call : calls) {
      int line = call.getRange().orElseThrow().begin.line;
      List<Edit> edits = new ArrayList<>(imports);
      edits.add(
          new Edit(
              positions.start(call), positions.end(call), "StandardCharsets." + constant(call)));
      matches.add(new Match(line, line, "looks a standard charset up by its name", edits));
    }
    return matches;
  }

  private static Optional<ImportDeclaration> imported(CompilationUnit unit, String name) {
    return unit.getImports().stream()
        .filter(i -> !i.isAsterisk() && !i.isStatic() && i.getNameAsString().equals(name))
        .findFirst();
  }

  /** Whether the constants' simple name means something else in the file. */
  private static boolean taken(CompilationUnit unit) {
    String name = "StandardCharsets";
    return imported(unit, CONSTANTS).isEmpty()
        && (unit.findAll(SimpleName.class).stream().anyMatch(n -> n.getIdentifier().equals(name))
            || unit.getImports().stream().anyMatch(i -> i.getName().getIdentifier().equals(name)));
  }

  private static boolean isOne(MethodCallExpr call) {
    return call.getNameAsString().equals("forName")
        && call.getScope().orElse(null) instanceof NameExpr scope
        && scope.getNameAsString().equals("Charset")
        && call.getArguments().size() == 1
        && call.getArgument(0) instanceof StringLiteralExpr
        && call.getAllContainedComments().isEmpty()
        && NAMES.containsKey(name(call));
  }

  private static String name(MethodCallExpr call) {
    return ((StringLiteralExpr) call.getArgument(0)).getValue().toUpperCase(Locale.ROOT);
  }

  private static String constant(MethodCallExpr call) {
    return NAMES.getOrDefault(name(call), "");
  }

  /** In the place of the other import where that is needed no longer, else below it. */
  private static Edit newImport(
      CompilationUnit unit, ImportDeclaration charset, int calls, Positions positions) {
    long uses =
        unit.findAll(SimpleName.class).stream()
            .filter(name -> name.getIdentifier().equals("Charset"))
            .count();
    boolean inComments =
        unit.getAllContainedComments().stream()
            .anyMatch(comment -> comment.getContent().matches("(?s).*\\bCharset\\b.*"));
    String text = "import " + CONSTANTS + ";";
    if (uses == calls && !inComments) {
      return new Edit(positions.start(charset), positions.end(charset), text);
    }
    ImportDeclaration above =
        unit.getImports().stream()
            .filter(i -> !i.isStatic() && i.getNameAsString().startsWith("java.nio.charset."))
            .filter(i -> i.getNameAsString().compareTo(CONSTANTS) < 0)
            .reduce((a, b) -> b)
            .orElse(charset);
    int end = positions.end(above);
    return new Edit(end, end, positions.lineEnd() + text);
  }
}
