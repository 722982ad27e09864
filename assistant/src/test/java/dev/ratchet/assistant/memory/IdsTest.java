package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void everyUserHasAPartitionOfTheirOwn() {
    List<String> users =
        List.of(
            "vera",
            "Vera",
            "vera ",
            "vera}",
            "{vera}",
            "vera}:x",
            "vera%7D",
            "%",
            "ä",
            "a\u0308",
            "..",
            ".",
            "a/b",
            "a\\b",
            "a\nb",
            "*",
            "vera:sessions",
            "?",
            "😀");
    Set<String> prefixes = new HashSet<>();
    for (String user : users) {
      String prefix = UserKeys.of(user).prefix();
      assertThat(prefix).matches("ratchet:\\{user:[A-Za-z0-9._%-]+}:");
      prefixes.add(prefix);
    }
    assertThat(prefixes).hasSameSizeAs(users);
  }

  @Test
  void refusesUsersThatCannotBeToldApart() {
    assertThatThrownBy(() -> UserKeys.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UserKeys.of("x".repeat(321))).hasMessageContaining("320");
    assertThatThrownBy(() -> UserKeys.of("a\ud800")).hasMessageContaining("broken");
  }

  @Test
  void anIdCannotNameAnotherKey() {
    for (String id : List.of("", "a:turns", "a}", "a b", "a*", "ä", "x".repeat(129), "a/b")) {
      assertThat(Ids.valid(id)).as(id).isFalse();
    }
    assertThat(Ids.valid("0197-Ab.c_d")).isTrue();
  }
}
