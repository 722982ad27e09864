package dev.ratchet.activity.proposal;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.printer.DefaultPrettyPrinter;
import com.github.javaparser.printer.configuration.DefaultConfigurationOption;
import com.github.javaparser.printer.configuration.DefaultPrinterConfiguration;
import com.github.javaparser.printer.configuration.DefaultPrinterConfiguration.ConfigOption;
import dev.ratchet.activity.analysis.Digests;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names a change by who makes it and what it is made to: the types that it touches, as they were,
 * without comments and layout. Moving or reformatting them does not make a failed change new.
 */
final class SyntaxKey {
  private SyntaxKey() {}

  /**
   * @param texts the old files by path
   * @param changedLines of each
   */
  static String of(String proposer, Map<String, String> texts, Map<String, int[]> changedLines) {
    StringBuilder key = new StringBuilder(proposer);
    new TreeMap<>(texts)
        .forEach(
            (path, text) ->
                key.append('\n')
                    .append(path)
                    .append('\n')
                    .append(syntax(text, changedLines.getOrDefault(path, new int[0]))));
    return Digests.sha256(key.toString());
  }

  private static String syntax(String text, int[] lines) {
    Optional<CompilationUnit> unit = CoveredCode.parse(text);
    return unit.map(parsed -> syntax(parsed, lines)).orElse(text);
  }

  private static String syntax(CompilationUnit unit, int[] lines) {
    String touched =
        unit.getTypes().stream()
            .filter(type -> isTouched(type, lines))
            .map(SyntaxKey::print)
            .collect(Collectors.joining("\n"));
    return touched.isEmpty() ? print(unit) : touched;
  }

  private static boolean isTouched(TypeDeclaration<?> type, int[] lines) {
    return type.getRange()
        .map(
            range ->
                Arrays.stream(lines)
                    .anyMatch(line -> range.begin.line <= line && line <= range.end.line))
        .orElse(false);
  }

  private static String print(Node node) {
    DefaultPrinterConfiguration configuration = new DefaultPrinterConfiguration();
    configuration.removeOption(new DefaultConfigurationOption(ConfigOption.PRINT_COMMENTS));
    configuration.removeOption(new DefaultConfigurationOption(ConfigOption.PRINT_JAVADOC));
    return new DefaultPrettyPrinter(configuration).print(node).replaceAll("\\s+", " ");
  }
}
