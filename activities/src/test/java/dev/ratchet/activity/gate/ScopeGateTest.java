package dev.ratchet.activity.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ratchet.domain.GateError;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeGateTest {
  private static final String MAIN = "src/main/java/p/A.java";
  private static final String TEST = "src/test/java/p/ATest.java";

  @TempDir Path folder;
  private Change change;

  @BeforeEach
  void base() throws Exception {
    change =
        new Change(folder, new JavacDouble(source -> ""))
            .file(MAIN, "package p;\nclass A {}\n")
            .file(TEST, "package p;\nclass ATest {\n  @Test void holds() { assertTrue(ok); }\n}\n")
            .file("src/test/resources/expected.txt", "42\n")
            .file("module/src/main/java/p/B.java", "package p;\nclass B {}\n")
            .file("pom.xml", "<project/>\n")
            .commit();
  }

  @Test
  void letsMainCodeBeChanged() throws Exception {
    change.file(MAIN, "package p;\nfinal class A {}\n").commit();
    assertThat(change.judged(new ScopeGate())).isEmpty();
    assertThat(change.figures).containsEntry("files", "1");
  }

  @Test
  void refusesATestThatIsWeakened() throws Exception {
    change.file(TEST, "package p;\nclass ATest {\n  @Test void holds() { }\n}\n").commit();
    assertThat(change.judged(new ScopeGate()))
        .extracting(GateError::kind, GateError::subject)
        .containsExactly(tuple("test-changed", TEST));
  }

  @Test
  void refusesATestThatIsSkippedRemovedOrAdded() throws Exception {
    change
        .file("src/test/java/p/BTest.java", "package p;\nclass BTest {}\n")
        .file("src/test/resources/expected.txt", "43\n")
        .delete(TEST)
        .commit();
    assertThat(change.judged(new ScopeGate()))
        .extracting(GateError::kind, GateError::subject)
        .contains(
            tuple("test-changed", TEST),
            tuple("out-of-scope", TEST),
            tuple("test-changed", "src/test/resources/expected.txt"),
            tuple("test-changed", "src/test/java/p/BTest.java"));
  }

  @Test
  void refusesWhatDecidesHowTestsRun() throws Exception {
    change.file("pom.xml", "<project><skipTests/></project>\n").commit();
    assertThat(change.judged(new ScopeGate()))
        .extracting(GateError::kind)
        .containsExactly("protected-path");
  }

  @Test
  void refusesWhatIsNotAllowedAddedDeletedOrNothing() throws Exception {
    change.file("module/src/main/java/p/B.java", "package p;\nclass C {}\n").commit();
    assertThat(change.judged(new ScopeGate()))
        .extracting(GateError::kind)
        .containsExactly("out-of-scope");
    change.delete(MAIN).file("src/main/java/p/N.java", "package p;\nclass N {}\n").commit();
    assertThat(change.judged(new ScopeGate()))
        .extracting(GateError::message)
        .containsExactly("the file is deleted", "the file is added");
    change.commit();
    assertThat(change.judged(new ScopeGate()))
        .extracting(GateError::kind)
        .containsExactly("no-change");
  }
}
