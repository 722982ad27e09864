package dev.ratchet.activity.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParseGateTest {
  private static final String MAIN = "src/main/java/p/A.java";

  @TempDir Path folder;

  @Test
  void namesTheLineThatDoesNotParse() throws Exception {
    Change change =
        new Change(folder, new JavacDouble(source -> ""))
            .file(MAIN, "package p;\nclass A {}\n")
            .commit()
            .file(
                MAIN,
                """
                package p;
                class A {
                  int a = ;
                }
                """)
            .file("notes.txt", "not { Java\n")
            .commit();
    assertThat(change.judged(new ParseGate()))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.kind()).isEqualTo("does-not-parse");
              assertThat(error.place()).isEqualTo(new Place(MAIN, 3, 3));
            });
  }

  @Test
  void knowsTheNewestSyntax() throws Exception {
    Change change =
        new Change(folder, new JavacDouble(source -> ""))
            .file(MAIN, "package p;\nclass A {}\n")
            .commit()
            .file(
                MAIN,
                "package p;\nrecord A(Object o) {\n  int m() {\n    return switch (o) {\n"
                    + "      case String s when s.isEmpty() -> 0;\n      case null, default -> 1;\n"
                    + "    };\n  }\n}\n")
            .commit();
    assertThat(change.judged(new ParseGate())).isEmpty();
  }
}
