package dev.ratchet.activity.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.activity.proposal.UnifiedPatch.Change;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchesTest {
  private static String apply(String before, String patch) {
    List<Change> changes = UnifiedPatch.read(patch).get("A.java");
    return edit(before, changes);
  }

  private static String edit(String before, List<Change> changes) {
    List<Change> tidy =
        changes.stream().map(Tidy::tidy).map(new Leftovers(before.lines().toList())::with).toList();
    List<Change> smallest = new Imports(before.lines().toList()).smallest(tidy);
    return new LineEdit(before).apply(smallest);
  }

  @Test
  void readsHunksOfSeveralFiles() {
    String patch =
        """
        --- A.java
        +++ A.java
        @@ -1,3 +1,4 @@
         one
        -two
        +2
        +2b
         three
        @@ -9 +10 @@
        -nine
        +9
        --- ../b/B.java
        +++ ../b/B.java
        @@ -4,2 +4,1 @@
         four
        -five
        """;
    Map<String, List<Change>> files = UnifiedPatch.read(patch);
    assertThat(files.keySet()).containsExactly("A.java", "../b/B.java");
    assertThat(files.get("A.java"))
        .containsExactly(
            new Change(2, List.of("two"), List.of("2", "2b")),
            new Change(9, List.of("nine"), List.of("9")));
    assertThat(files.get("../b/B.java")).containsExactly(new Change(5, List.of("five"), List.of()));
  }

  @Test
  void leavesEveryOtherByteAlone() {
    String before = "a\r\n\tb \r\nc\r\nd";
    Change change = new Change(3, List.of("c"), List.of("C", "C2"));
    assertThat(new LineEdit(before).apply(List.of(change))).isEqualTo("a\r\n\tb \r\nC\r\nC2\r\nd");
    assertThat(new LineEdit("a\nb").apply(List.of(new Change(2, List.of(), List.of("x")))))
        .isEqualTo("a\nx\nb");
  }

  @Test
  void keepsTheOrderOfWhatIsPutAtOnePlace() {
    List<Change> changes =
        List.of(
            new Change(2, List.of(), List.of("x")),
            new Change(2, List.of("b"), List.of("B")),
            new Change(2, List.of(), List.of("y")));
    assertThat(new LineEdit("a\nb\n").apply(changes)).isEqualTo("a\nx\ny\nB\n");
  }

  @Test
  void keepsTheMissingLineEndOfTheLastLine() {
    Change last = new Change(2, List.of("b"), List.of("B"));
    assertThat(new LineEdit("a\nb").apply(List.of(last))).isEqualTo("a\nB");
    assertThat(new LineEdit("a\nb\n").apply(List.of(last))).isEqualTo("a\nB\n");
  }

  @Test
  void refusesAPatchOfAnotherText() {
    LineEdit edit = new LineEdit("a\nb\n");
    assertThatThrownBy(() -> edit.apply(List.of(new Change(2, List.of("x"), List.of("y")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> edit.apply(List.of(new Change(7, List.of("x"), List.of("y")))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void putsOverrideOnALineOfItsOwn() {
    String before = "class A {\n\tpublic String toString() {\n";
    String patch =
        """
        --- A.java
        +++ A.java
        @@ -1,2 +1,2 @@
         class A {
        -\tpublic String toString() {
        +\t@Override public String toString() {
        """;
    assertThat(apply(before, patch))
        .isEqualTo("class A {\n\t@Override\n\tpublic String toString() {\n");
  }

  @Test
  void removesTheLineOfAnEmptyTag() {
    Change change = new Change(3, List.of("   * @return"), List.of("   * "));
    assertThat(edit("/**\n   * Text.\n   * @return\n   */\n", List.of(change)))
        .isEqualTo("/**\n   * Text.\n   */\n");
  }

  @Test
  void removesWhatStoodThereForTheTag() {
    Change change = new Change(4, List.of("   * @return"), List.of("   * "));
    assertThat(edit("/**\n   * Text.\n   *\n   * @return\n   */\n", List.of(change)))
        .isEqualTo("/**\n   * Text.\n   */\n");
    assertThat(edit("a\nb\n  /**\n   * @return\n   */\nc\n", List.of(change)))
        .isEqualTo("a\nb\nc\n");
    assertThat(
            edit(
                "/**\n   * @param a b\n   *\n   * @return\n   * @since 1\n   */\n",
                List.of(change)))
        .isEqualTo("/**\n   * @param a b\n   *\n   * @since 1\n   */\n");
  }

  @Test
  void beginsNoBlockWithAnEmptyLine() {
    List<Change> changes =
        List.of(
            new Change(2, List.of("  String s;"), List.of("  ")),
            new Change(5, List.of("  s = b();"), List.of("  String s = b();")));
    assertThat(edit("void m() {\n  String s;\n\n  a();\n  s = b();\n", changes))
        .isEqualTo("void m() {\n  a();\n  String s = b();\n");
  }

  @Test
  void removesTheLineOfADeclarationThatMoved() {
    List<Change> changes =
        List.of(
            new Change(1, List.of("  String s;"), List.of("  ")),
            new Change(3, List.of("  s = b();"), List.of("  String s = b();")));
    assertThat(edit("  String s;\n  a();\n  s = b();\n", changes))
        .isEqualTo("  a();\n  String s = b();\n");
  }

  @Test
  void addsAnImportWithoutSortingTheOthers() {
    String before =
        "package p;\n\nimport java.util.Set;\nimport java.util.List;\n\nimport org.x.Y;\n\nclass A { java.util.Map m; }\n";
    List<Change> changes =
        List.of(
            new Change(
                3,
                List.of("import java.util.Set;", "import java.util.List;", "", "import org.x.Y;"),
                List.of(
                    "import java.util.List;",
                    "import java.util.Map;",
                    "import java.util.Set;",
                    "import org.x.Y;")),
            new Change(8, List.of("class A { java.util.Map m; }"), List.of("class A { Map m; }")));
    assertThat(edit(before, changes))
        .isEqualTo(
            "package p;\n\nimport java.util.Set;\nimport java.util.List;\nimport java.util.Map;\n\nimport org.x.Y;\n\nclass A { Map m; }\n");
  }

  @Test
  void addsTheFirstImport() {
    String before = "package p;\n\nclass A { java.util.Map m; }\n";
    List<Change> changes =
        List.of(
            new Change(2, List.of(), List.of("import java.util.Map;", "")),
            new Change(3, List.of("class A { java.util.Map m; }"), List.of("class A { Map m; }")));
    assertThat(edit(before, changes))
        .isEqualTo("package p;\n\nimport java.util.Map;\n\nclass A { Map m; }\n");
  }

  @Test
  void removesOnlyTheUnusedImport() {
    String before = "import b.B;\nimport a.A;\nimport c.C;\n\nclass X { B b; C c; }\n";
    List<Change> changes =
        List.of(
            new Change(
                1,
                List.of("import b.B;", "import a.A;", "import c.C;"),
                List.of("import b.B;", "import c.C;")));
    assertThat(edit(before, changes))
        .isEqualTo("import b.B;\nimport c.C;\n\nclass X { B b; C c; }\n");
  }

  @Test
  void addsNoImportForWhatIsLeftAlone() {
    List<Change> changes =
        List.of(
            new Change(1, List.of(), List.of("import java.util.Locale;")),
            new Change(2, List.of("x"), List.of("y")));
    assertThat(edit("import a.A;\nx\n", changes)).isEqualTo("import a.A;\ny\n");
  }
}
