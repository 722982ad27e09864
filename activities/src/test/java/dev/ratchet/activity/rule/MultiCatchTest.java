package dev.ratchet.activity.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.ast.CompilationUnit;
import org.junit.jupiter.api.Test;

class MultiCatchTest {
  private static String edited(String text) {
    CompilationUnit unit = RuleAnalyzer.parse(text).orElseThrow();
    return RuleEditor.apply(text, new MultiCatch().find(unit, new Positions(text)));
  }

  private static String clauses(String imports, String clauses) {
    return imports
        + "class A {\n  int f() {\n    try {\n      g();\n    } "
        + clauses
        + "\n  }\n}\n";
  }

  private static void staysAsItIs(String imports, String clauses) {
    String text = clauses(imports, clauses);
    assertThat(edited(text)).isEqualTo(text);
  }

  @Test
  void joinsNeighboursThatDoTheSame() {
    assertThat(
            edited(
                """
                import java.io.IOException;
                class A {
                  int f() {
                    try {
                      return g();
                    } catch (final IOException e) {
                      // given up
                      return 0; }
                    catch (final IllegalStateException e) {
                      // given up
                      return 0;
                    } catch (final java.util.NoSuchElementException e) {
                \t  // given up
                      return 0;
                    } catch (NullPointerException other) {
                      return 1;
                    }
                  }
                }
                """))
        .isEqualTo(
            """
            import java.io.IOException;
            class A {
              int f() {
                try {
                  return g();
                } catch (final IOException | IllegalStateException | java.util.NoSuchElementException e) {
                  // given up
                  return 0; } catch (NullPointerException other) {
                  return 1;
                }
              }
            }
            """);
  }

  @Test
  void keepsCarriageReturns() {
    assertThat(
            edited(
                "class A { void f() { try { g(); }\r\ncatch (ArithmeticException e) {\r\n}\r\n"
                    + "catch (IllegalStateException e) {\r\n}\r\n}}\r\n"))
        .isEqualTo(
            "class A { void f() { try { g(); }\r\n"
                + "catch (ArithmeticException | IllegalStateException e) {\r\n}\r\n}}\r\n");
  }

  @Test
  void mayAskTheExceptionWhatEveryThrowableKnows() {
    String once = "{ h(e.getMessage()); return 0; }";
    assertThat(
            edited(
                clauses(
                    "",
                    "catch (ArithmeticException e) "
                        + once
                        + " catch (NullPointerException e) "
                        + once)))
        .contains("catch (ArithmeticException | NullPointerException e) " + once + "\n  }");
  }

  @Test
  void leavesAloneWhatDiffers() {
    staysAsItIs(
        "", "catch (ArithmeticException e) { a(); } catch (NullPointerException e) { b(); }");
    staysAsItIs("", "catch (ArithmeticException e) { } catch (NullPointerException x) { }");
    staysAsItIs("", "catch (final ArithmeticException e) { } catch (NullPointerException e) { }");
    staysAsItIs(
        "", "catch (ArithmeticException e) { /* a */ } catch (NullPointerException e) { /* b */ }");
    staysAsItIs(
        "", "catch (ArithmeticException e) { } /* why */ catch (NullPointerException e) { }");
  }

  @Test
  void leavesAloneWhereTheTypeMayMatter() {
    staysAsItIs(
        "", "catch (ArithmeticException e) { h(e); } catch (NullPointerException e) { h(e); }");
    staysAsItIs(
        "",
        "catch (ArithmeticException e) { throw e; } catch (NullPointerException e) { throw e; }");
  }

  @Test
  void leavesAloneWhatMayBeRelatedOrUnknown() {
    staysAsItIs("", "catch (NumberFormatException e) { } catch (IllegalArgumentException e) { }");
    staysAsItIs("", "catch (ArithmeticException e) { } catch (MyException e) { }");
    staysAsItIs(
        "import x.ArithmeticException;\n",
        "catch (ArithmeticException e) { } catch (NullPointerException e) { }");
    staysAsItIs(
        "import x.*;\n", "catch (ArithmeticException e) { } catch (NullPointerException e) { }");
    staysAsItIs(
        "class NullPointerException extends Exception {}\n",
        "catch (ArithmeticException e) { } catch (NullPointerException e) { }");
  }

  @Test
  void joinsOnlyTheOuterOfTwoThatAreNested() {
    String inner =
        "{\n try { h(); } catch (ArithmeticException e) { }\n catch (NullPointerException e) { }\n}";
    String text =
        "class A { void f() { try { g(); } catch (IllegalStateException x) "
            + inner
            + " catch (ClassCastException x) "
            + inner
            + " } }";
    assertThat(edited(text))
        .isEqualTo(
            "class A { void f() { try { g(); } catch (IllegalStateException | ClassCastException x) "
                + inner
                + " } }");
  }

  @Test
  void writesNoLongLine() {
    String comment = " // " + "x".repeat(60);
    staysAsItIs(
        "",
        "catch (ArithmeticException e) {"
            + comment
            + "\n} catch (NullPointerException e) {"
            + comment
            + "\n}");
  }
}
