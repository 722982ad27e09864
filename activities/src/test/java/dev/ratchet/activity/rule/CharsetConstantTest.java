package dev.ratchet.activity.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.ast.CompilationUnit;
import org.junit.jupiter.api.Test;

class CharsetConstantTest {
  private static String edited(String text) {
    CompilationUnit unit = RuleAnalyzer.parse(text).orElseThrow();
    return RuleEditor.apply(text, new CharsetConstant().find(unit, new Positions(text)));
  }

  @Test
  void takesTheImportsPlaceWhereItIsNeededNoLonger() {
    assertThat(
            edited(
                """
                import java.io.File;
                import java.nio.charset.Charset;
                import java.util.List;

                class A {
                  Object a = Charset.forName("UTF-8"), b = Charset.forName("iso-8859-1");
                }
                """))
        .isEqualTo(
            """
            import java.io.File;
            import java.nio.charset.StandardCharsets;
            import java.util.List;

            class A {
              Object a = StandardCharsets.UTF_8, b = StandardCharsets.ISO_8859_1;
            }
            """);
  }

  @Test
  void addsTheImportBelowOthersOfThePackage() {
    assertThat(
            edited(
                "import java.nio.charset.Charset;\r\nimport java.nio.charset.CharsetDecoder;\r\n"
                    + "class A { Charset a = Charset.forName(\"UTF-16\"); }\r\n"))
        .isEqualTo(
            "import java.nio.charset.Charset;\r\nimport java.nio.charset.CharsetDecoder;\r\n"
                + "import java.nio.charset.StandardCharsets;\r\n"
                + "class A { Charset a = StandardCharsets.UTF_16; }\r\n");
  }

  @Test
  void usesTheImportThatIsThere() {
    String text =
        """
        import java.nio.charset.Charset;
        import java.nio.charset.StandardCharsets;

        class A {
          Charset a = Charset.forName("US-ASCII");
          Charset b = StandardCharsets.UTF_8;
        }
        """;
    assertThat(edited(text))
        .isEqualTo(text.replace("Charset.forName(\"US-ASCII\")", "StandardCharsets.US_ASCII"));
  }

  @Test
  void keepsAnImportThatOnlyACommentNames() {
    String text =
        """
        import java.nio.charset.Charset;

        class A {
          /** A {@link Charset}. */
          Object a = Charset.forName("UTF-8");
        }
        """;
    assertThat(edited(text))
        .contains("import java.nio.charset.Charset;\nimport java.nio.charset.StandardCharsets;\n")
        .contains("a = StandardCharsets.UTF_8;");
  }

  @Test
  void leavesOthersAlone() {
    for (String text :
        new String[] {
          "import java.nio.charset.Charset; class A { Object a = Charset.forName(\"windows-1252\"); }",
          "import java.nio.charset.Charset; class A { Object a = Charset.forName(name); }",
          "import java.nio.charset.Charset; class A { Object a = Charset.forName(/* x */ \"UTF-8\"); }",
          "import x.Charset; class A { Object a = Charset.forName(\"UTF-8\"); }",
          "class A { Object a = Charset.forName(\"UTF-8\"); }",
          "import java.nio.charset.Charset; import x.StandardCharsets; class A { Object a = Charset.forName(\"UTF-8\"); }",
          "import java.nio.charset.Charset; class StandardCharsets { Object a = Charset.forName(\"UTF-8\"); }"
        }) {
      assertThat(edited(text)).isEqualTo(text);
    }
  }
}
