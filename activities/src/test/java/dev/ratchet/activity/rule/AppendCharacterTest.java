package dev.ratchet.activity.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.ast.CompilationUnit;
import org.junit.jupiter.api.Test;

class AppendCharacterTest {
  private static String edited(String text) {
    CompilationUnit unit = RuleAnalyzer.parse(text).orElseThrow();
    return RuleEditor.apply(text, new AppendCharacter().find(unit, new Positions(text)));
  }

  @Test
  void mendsLocalsFieldsChainsAndNewBuilders() {
    assertThat(
            edited(
                """
                class A {
                  private final StringBuffer buffer = new StringBuffer();
                  String f(StringBuilder sb) {
                \tsb.append("x").append("yz").append("\\n"); // "x"
                    this.buffer.append("'").append("\\"").append("\\\\");
                    return new StringBuilder().append(" ").toString();
                  }
                }
                """))
        .isEqualTo(
            """
            class A {
              private final StringBuffer buffer = new StringBuffer();
              String f(StringBuilder sb) {
            \tsb.append('x').append("yz").append('\\n'); // "x"
                this.buffer.append('\\'').append('"').append('\\\\');
                return new StringBuilder().append(' ').toString();
              }
            }
            """);
  }

  @Test
  void keepsCarriageReturnsAndEveryOtherByte() {
    assertThat(edited("class A {\r\n  void f(StringBuilder b) {\r\n\t b.append(\"ä\");\r\n }}\r\n"))
        .isEqualTo("class A {\r\n  void f(StringBuilder b) {\r\n\t b.append('ä');\r\n }}\r\n");
  }

  @Test
  void leavesAloneWhatMayBeAnotherType() {
    for (String text :
        new String[] {
          "class A { void f(java.io.Writer w) throws Exception { w.append(\"x\"); } }",
          "class A { void f() { var b = new StringBuilder(); b.append(\"x\"); } }",
          "class A { void f() { unknown.append(\"x\"); } }",
          "class A { StringBuilder b; void f(Appendable b) { b.append(\"x\"); } }",
          "import x.StringBuilder; class A { void f(StringBuilder b) { b.append(\"x\"); } }",
          "class StringBuilder { void f(StringBuilder b) { b.append(\"x\"); } }",
          "class A { void f(StringBuilder b) { b.insert(0, \"x\"); append(\"y\"); } void append(String s) {} }"
        }) {
      assertThat(edited(text)).isEqualTo(text);
    }
  }

  @Test
  void leavesAloneWhatIsNoSingleCharacter() {
    for (String literal :
        new String[] {
          "\"\"",
          "\"ab\"",
          "\"\\u0027\"",
          "\"\\101\"",
          "\"\uD83D\uDE00\"",
          "\"\"\"\n  x\"\"\"",
          "null"
        }) {
      String text = "class A { void f(StringBuilder b) { b.append(" + literal + "); } }";
      assertThat(edited(text)).isEqualTo(text);
    }
  }
}
