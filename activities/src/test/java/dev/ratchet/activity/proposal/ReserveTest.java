package dev.ratchet.activity.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.proposal.UnifiedPatch.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReserveTest {
  private static final String SOURCE =
      """
      class A {
        @Inject private Service service;
        @Nullable private String name;
        private int size;

        void explained() {
          try {
            run();
          } catch (IOException e) {
            // The text may hold a password, so it is not repeated.
            throw new IllegalStateException("no");
          }
        }

        void plain() {
          // What others wrote elsewhere is no reason.
          try {
            run();
          } catch (IOException e) {
            throw new IllegalStateException("no");
          }
        }
      }
      """;

  private static boolean makes(String check, int line, String added) {
    String removed = SOURCE.lines().toList().get(line - 1);
    Change change = new Change(line, List.of(removed), List.of(added));
    return !new Reserve(SOURCE).without(check, List.of(change)).isEmpty();
  }

  @Test
  void leavesACatchAloneThatIsExplained() {
    String with = "      throw new IllegalStateException(\"no\", e);";
    assertThat(makes("UnusedException", 11, with)).isFalse();
    assertThat(makes("UnusedException", 20, with)).isTrue();
    assertThat(makes("CompareToZero", 11, with)).isTrue();
  }

  @Test
  void leavesAFieldAloneThatALibraryMaySet() {
    assertThat(makes("FieldCanBeFinal", 2, "  @Inject private final Service service;")).isFalse();
    assertThat(makes("FieldCanBeFinal", 3, "  @Nullable private final String name;")).isTrue();
    assertThat(makes("FieldCanBeFinal", 4, "  private final int size;")).isTrue();
  }

  @Test
  void writesNoLineLongerThanAnyOther() {
    String wide = "  private final int size; // " + "x".repeat(71);
    assertThat(wide).hasSize(100);
    assertThat(makes("FieldCanBeFinal", 4, wide)).isTrue();
    assertThat(makes("FieldCanBeFinal", 4, wide + "x")).isFalse();
    Change change = new Change(1, List.of("class A {"), List.of("class " + "A".repeat(110) + " {"));
    String wider = "// " + "x".repeat(120) + "\n" + SOURCE;
    assertThat(new Reserve(wider).without("FieldCanBeFinal", List.of(change))).hasSize(1);
  }
}
