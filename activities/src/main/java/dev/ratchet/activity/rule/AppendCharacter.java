package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.domain.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code builder.append("x")} becomes {@code builder.append('x')}. See
 * docs/rules/append-character.md.
 */
final class AppendCharacter implements Rule {
  /**
   * One character, or an escape of one; Unicode escapes are left alone, for they may hide a quote.
   */
  private static final Pattern ONE = Pattern.compile("\"([^\"\\\\]|\\\\[btnfr\"'\\\\0])\"");

  @Override
  public Fix fix() {
    return new Fix(
        "ratchet",
        "append-character",
        "Append single characters as char",
        "Nothing has to be copied out of a one-character string.",
        "The builder appends the same character either way.",
        RiskLevel.LOW);
  }

  @Override
  public int languageLevel() {
    return 1;
  }

  @Override
  public List<Match> find(CompilationUnit unit, Positions positions) {
    Builders builders = new Builders(unit);
    List<Match> matches = new ArrayList<>();
    for (MethodCallExpr call : unit.findAll(MethodCallExpr.class)) {
      if (call.getNameAsString().equals("append")
          && call.getArguments().size() == 1
          && call.getArgument(0) instanceof StringLiteralExpr literal
          && call.getScope().map(builders::isBuilder).orElse(false)) {
        int start = positions.start(literal);
        int end = positions.end(literal);
        String source = positions.text(start, end);
        if (ONE.matcher(source).matches() && !Character.isSurrogate(source.charAt(1))) {
          int line = literal.getRange().orElseThrow().begin.line;
          matches.add(
              new Match(
                  line,
                  line,
                  "appends the one-character string " + source,
                  List.of(new Edit(start, end, character(source)))));
        }
      }
    }
    return matches;
  }

  private static String character(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    return switch (inner) {
      case "'" -> "'\\''";
      case "\\\"" -> "'\"'";
      default -> "'" + inner + "'";
    };
  }
}
