package dev.ratchet.activity.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.ast.CompilationUnit;
import org.junit.jupiter.api.Test;

class IsEmptyTest {
  private static String edited(String text) {
    CompilationUnit unit = RuleAnalyzer.parse(text).orElseThrow();
    return RuleEditor.apply(text, new IsEmpty().find(unit, new Positions(text)));
  }

  private static String condition(String condition) {
    return """
        import java.util.*;
        class A {
          private List<String> list;
          boolean f(String s, Map.Entry<String, String> entry, HashMap<String, Long> map) {
            return CONDITION;
          }
        }
        """
        .replace("CONDITION", condition);
  }

  @Test
  void asksByName() {
    String[][] pairs = {
      {"list.size() == 0", "list.isEmpty()"},
      {"this.list.size()  !=  0", "!this.list.isEmpty()"},
      {"map.size() > 0 && s != null", "!map.isEmpty() && s != null"},
      {"s.length() < 1", "s.isEmpty()"},
      {"s.length() >= 1", "!s.isEmpty()"},
      {"s.length() <= 0", "s.isEmpty()"},
      {"0 == s.length()", "s.isEmpty()"},
      {"0 < s.length()", "!s.isEmpty()"},
      {"1 > s.length()", "s.isEmpty()"},
      {"!(s.length() == 0)", "!s.isEmpty()"},
      {"!(list.size() > 0)", "list.isEmpty()"},
      {"(s.length() == 0)", "(s.isEmpty())"},
      {"s.length() == 0 == (map\n.size() != 0)", "s.isEmpty() == (!map\n.isEmpty())"},
    };
    for (String[] pair : pairs) {
      assertThat(edited(condition(pair[0]))).isEqualTo(condition(pair[1]));
    }
  }

  @Test
  void leavesOtherQuestionsAlone() {
    for (String condition :
        new String[] {
          "s.length() == 1",
          "s.length() > 1",
          "s.length() >= 0",
          "s.length() < 0",
          "s.length() <= 1",
          "0 <= s.length()",
          "1 < s.length()",
          "s.length() + list.size() == 0",
          "s.length() == 0L",
          "s.length() /* none */ == 0",
          "s.indexOf(s) == 0",
          "list.get(0).length() == 0",
          "f().size() == 0",
          "entry.size() == 0",
          "list.length() == 0",
          "s.size() == 0"
        }) {
      assertThat(edited(condition(condition))).isEqualTo(condition(condition));
    }
  }

  @Test
  void leavesAloneWhatMayBeAnotherType() {
    for (String text :
        new String[] {
          "class A { boolean f(StringBuilder s) { return s.length() == 0; } }",
          "class A { boolean f(CharSequence s) { return s.length() == 0; } }",
          "class A { boolean f(String[] s) { return s.length == 0; } }",
          "class A { boolean f(String... s) { return s.length() == 0; } }",
          "class A { boolean f(var s) { return s.length() == 0; } }",
          "class String { boolean f(String s) { return s.length() == 0; } }",
          "import x.*; class A { boolean f(String s) { return s.length() == 0; } }",
          "import x.List; class A { boolean f(List s) { return s.size() == 0; } }",
          "class A { boolean f(List s) { return s.size() == 0; } }",
          "class A extends B { boolean f() { return s.length() == 0; } }",
          "class A<String> { boolean f(String s) { return s.length() == 0; } }",
          "class A { <String> boolean f(String s) { return s.length() == 0; } }",
          "class A extends B { String s; class C extends D { boolean f() { return s.length() == 0; } } }"
        }) {
      assertThat(edited(text)).isEqualTo(text);
    }
  }
}
