package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each line that holds a word in capitals is an issue of the rule of that name. */
class NewIssuesTest {
  private static final String BEFORE =
      """
      first
      one APPEND
      two APPEND
      three CATCH
      last
      """;

  private static List<String> fresh(String before, String after) {
    SourceText old = SourceText.of("A.java", before.getBytes(StandardCharsets.UTF_8));
    SourceText now = SourceText.of("A.java", after.getBytes(StandardCharsets.UTF_8));
    return new NewIssues(old, now)
        .of(issues(old), issues(now)).stream()
            .map(issue -> issue.rule() + ":" + issue.startLine())
            .toList();
  }

  private static List<SourceIssue> issues(SourceText text) {
    List<SourceIssue> issues = new ArrayList<>();
    for (int line = 1; line <= text.lines().size(); line++) {
      for (String word : text.lines().get(line - 1).split("\\W+")) {
        if (word.matches("[A-Z]{2,}")) {
          issues.add(
              new SourceIssue(
                  "test",
                  word,
                  line,
                  line,
                  "is bad",
                  Severity.MINOR,
                  ImprovementType.CODE_QUALITY,
                  Digests.brief(text.code(line, line)),
                  false));
        }
      }
    }
    return issues;
  }

  @Test
  void theSameTextHasNothingNew() {
    assertThat(fresh(BEFORE, BEFORE)).isEmpty();
  }

  @Test
  void whatMovedOrWasIndentedIsKnown() {
    assertThat(
            fresh(
                BEFORE,
                """
                first
                inserted
                    three   CATCH
                one APPEND
                two APPEND
                last
                """))
        .isEmpty();
  }

  @Test
  void whatStaysInALineThatWasEditedIsKnown() {
    assertThat(fresh(BEFORE, BEFORE.replace("one APPEND", "uno + APPEND"))).isEmpty();
  }

  @Test
  void anotherRuleInTheSameLineIsNew() {
    assertThat(fresh(BEFORE, BEFORE.replace("one APPEND", "one BOXING")))
        .containsExactly("BOXING:2");
  }

  @Test
  void aRuleThatIsBrokenElsewhereAlreadyIsNewWhereItWasNot() {
    assertThat(fresh(BEFORE, BEFORE.replace("last", "last CATCH"))).containsExactly("CATCH:5");
  }

  @Test
  void ofSeveralAlikeTheAddedOneIsNamed() {
    assertThat(fresh(BEFORE, BEFORE.replace("first", "one APPEND\nfirst")))
        .containsExactly("APPEND:1");
  }

  @Test
  void aRepairDoesNotPayForDamageElsewhere() {
    assertThat(
            fresh(BEFORE, BEFORE.replace("one APPEND", "one").replace("last", "last\nnew APPEND")))
        .containsExactly("APPEND:6");
  }
}
