package dev.ratchet.activity.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ratchet.domain.GateError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoNewFindingGateTest {
  private static final String MAIN = "src/main/java/p/A.java";
  private static final String BEFORE =
      """
      package p;

      public class A {
        public String joined(String[] words) {
          String all = "";
          for (String word : words) {
            all += word;
          }
          return all;
        }

        public int parsed(String text) {
          return Integer.parseInt(text);
        }
      }
      """;

  @TempDir Path folder;
  private final JavacDouble javac =
      new JavacDouble(
          text ->
              text.contains("Integer.valueOf(")
                  ? "@:13: warning: [BoxedPrimitiveEquality] boxes\n  (see https://example.org)\n"
                  : "");

  private Change change(String after) throws Exception {
    return new Change(folder, javac).file(MAIN, BEFORE).commit().file(MAIN, after).commit();
  }

  private List<GateError> judged(Change change) throws Exception {
    return change.judged(new NoNewFindingGate(change.analysis()));
  }

  @Test
  void namesRuleFileAndLineOfWhatIsNew() throws Exception {
    Change change =
        change(
            BEFORE.replace(
                "    return Integer.parseInt(text);\n",
                """
                    try {
                      return Integer.parseInt(text);
                    } catch (NumberFormatException e) {
                    }
                    return 0;
                """));
    assertThat(judged(change))
        .extracting(GateError::kind, error -> String.valueOf(error.place()), GateError::subject)
        .contains(tuple("new-finding", MAIN + ":15", "pmd:EmptyCatchBlock"))
        .doesNotContain(tuple("new-finding", MAIN + ":7", "pmd:UseStringBufferForStringAppends"));
    assertThat(Integer.parseInt(change.figures.get("new"))).isPositive();
    assertThat(Integer.parseInt(change.figures.get("after")))
        .isGreaterThan(Integer.parseInt(change.figures.get("before")));
  }

  @Test
  void linesThatMovedAreNotNew() throws Exception {
    Change change =
        change(
            BEFORE
                .replace("public class A {", "public class A {\n\n  // Joins and parses.\n")
                .replace("all += word;", "all +=   word;"));
    assertThat(judged(change)).isEmpty();
    assertThat(change.figures).containsEntry("new", "0");
    assertThat(change.figures.get("before")).isNotEqualTo("0");
  }

  @Test
  void aSecondOfTheSameKindIsNew() throws Exception {
    Change change =
        change(BEFORE.replace("    all += word;\n", "    all += word;\n      all += word;\n"));
    assertThat(judged(change))
        .extracting(GateError::subject)
        .contains("pmd:UseStringBufferForStringAppends");
  }

  @Test
  void asksErrorProneToo() throws Exception {
    Change change =
        change(BEFORE.replace("Integer.parseInt(text)", "Integer.valueOf(text).intValue()"));
    assertThat(judged(change))
        .extracting(GateError::subject)
        .contains("error-prone:BoxedPrimitiveEquality");
  }

  @Test
  void readsNothingTwice() throws Exception {
    Change change = change(BEFORE.replace("parsed", "read"));
    judged(change);
    assertThat(javac.runs).isEqualTo(2);
    judged(change);
    assertThat(javac.runs).isEqualTo(2);
  }

  @Test
  void whereErrorProneCannotCompileTheBaseItSaysNothing() throws Exception {
    JavacDouble generated =
        new JavacDouble(
            text ->
                text.contains("parseInt")
                    ? "@:1: error: cannot find symbol\n"
                    : "@:1: warning: [Anything] is new\n");
    Change change =
        new Change(folder, generated)
            .file(MAIN, BEFORE)
            .commit()
            .file(MAIN, BEFORE.replace("Integer.parseInt(text)", "text.length()"))
            .commit();
    assertThat(judged(change)).isEmpty();
  }
}
