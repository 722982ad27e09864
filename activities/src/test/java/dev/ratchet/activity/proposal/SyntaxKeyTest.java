package dev.ratchet.activity.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SyntaxKeyTest {
  private static final String SOURCE = "package p;\nclass A {\n  int m() { return 1; }\n}\n";

  private static String key(String proposer, String source, int line) {
    return SyntaxKey.of(proposer, Map.of("A.java", source), Map.of("A.java", new int[] {line}));
  }

  @Test
  void staysWhenLayoutAndCommentsChange() {
    String other =
        "package p;\n\n/** New. */\nclass A { // x\n  int m()\n  {\n    return 1;\n  }\n}\n";
    assertThat(key("rule:x", other, 7)).isEqualTo(key("rule:x", SOURCE, 3));
  }

  @Test
  void changesWithTheCodeAndTheProposer() {
    String key = key("rule:x", SOURCE, 3);
    assertThat(key).matches("[0-9a-f]{64}");
    assertThat(key("rule:x", SOURCE.replace("1", "2"), 3)).isNotEqualTo(key);
    assertThat(key("rule:y", SOURCE, 3)).isNotEqualTo(key);
  }

  @Test
  void staysWhenAnotherTypeOfTheFileChanges() {
    String more = SOURCE + "class B {}\n";
    assertThat(key("rule:x", more, 3)).isEqualTo(key("rule:x", SOURCE, 3));
    assertThat(key("rule:x", more, 5)).isNotEqualTo(key("rule:x", SOURCE, 3));
  }

  @Test
  void canNameWhatDoesNotParse() {
    assertThat(key("rule:x", "class {", 1)).matches("[0-9a-f]{64}");
  }
}
