package dev.ratchet.assistant.safety.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What the tests of rules on answers share. */
final class OutputRuleCase {
  private final OutputRule rule;

  OutputRuleCase(OutputRule rule) {
    this.rule = rule;
  }

  String filtered(String text) {
    Scanner scanner = new Scanner(List.of(rule));
    return scanner.push(text) + scanner.finish();
  }

  /** That a text becomes another, whole and in single characters. */
  void becomes(String text, String expected) {
    assertThat(filtered(text)).isEqualTo(expected);
    Scanner scanner = new Scanner(List.of(rule));
    StringBuilder passed = new StringBuilder();
    text.chars().forEach(c -> passed.append(scanner.push(Character.toString(c))));
    assertThat(passed.append(scanner.finish()).toString()).isEqualTo(expected);
  }

  void leaves(String... texts) {
    for (String text : texts) {
      becomes(text, text);
    }
  }

  /** What is held back after a text. */
  int held(String text) {
    Scanner scanner = new Scanner(List.of(rule));
    scanner.push(text);
    return scanner.held();
  }
}
