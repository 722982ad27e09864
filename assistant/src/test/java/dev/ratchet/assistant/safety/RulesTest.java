package dev.ratchet.assistant.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final Path DOCS = Path.of("..", "docs");

  private static List<String> classes() {
    return Stream.of(Rules.raw().stream(), Rules.input(null).stream(), Rules.output("").stream())
        .flatMap(rules -> rules)
        .map(rule -> rule.getClass().getName())
        .toList();
  }

  @Test
  void namesAreTakenOnce() {
    assertThat(Rules.standard()).hasSize(classes().size());
  }

  @Test
  void eachRuleHasAPageAndARowAndThereIsNoOtherPage() throws IOException {
    String table = Files.readString(DOCS.resolve("safety.md"));
    for (String rule : Rules.standard().keySet()) {
      assertThat(DOCS.resolve("safety").resolve(rule + ".md")).content().startsWith("# " + rule);
      assertThat(table).contains("[" + rule + "](safety/" + rule + ".md)");
    }
    try (Stream<Path> pages = Files.list(DOCS.resolve("safety"))) {
      assertThat(pages).hasSize(Rules.standard().size());
    }
  }

  @Test
  void eachRuleHasATest() {
    for (String rule : classes()) {
      assertThat(Path.of("src/test/java", (rule + "Test").replace('.', '/') + ".java")).exists();
    }
  }
}
