package dev.ratchet.activity.gate;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every changed Java file parses. */
public final class ParseGate implements Gate {
  @Override
  public String name() {
    return "parse";
  }

  @Override
  public List<GateError> check(Trial trial, Map<String, String> figures) {
    List<GateError> errors = new ArrayList<>();
    for (String path : trial.changed()) {
      if (path.endsWith(".java")) {
        trial.mirror().read(trial.commit(), path).ifPresent(bytes -> parse(path, bytes, errors));
      }
    }
    return errors;
  }

  private static void parse(String path, byte[] bytes, List<GateError> errors) {
    // Latin 1 reads any bytes; in UTF-8 sources only comments and literals differ by it.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    ParserConfiguration configuration =
        new ParserConfiguration()
            .setLanguageLevel(LanguageLevel.BLEEDING_EDGE)
            .setAttributeComments(false);
    ParseResult<CompilationUnit> result = new JavaParser(configuration).parse(text);
    if (result.isSuccessful()) {
      return;
    }
    result
        .getProblems()
        .forEach(
            problem -> {
              int line =
                  problem
                      .getLocation()
                      .flatMap(range -> range.getBegin().getRange())
                      .map(range -> range.begin.line)
                      .orElse(1);
              errors.add(
                  new GateError(
                      "does-not-parse", new Place(path, line, line), path, problem.getMessage()));
            });
  }
}
