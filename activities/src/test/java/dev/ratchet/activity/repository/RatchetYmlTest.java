package dev.ratchet.activity.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RatchetYmlTest {
  private static RatchetYml yml(String text) throws RatchetYml.Invalid {
    return RatchetYml.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(ThrowingCallable reading, String... parts) {
    assertThatThrownBy(reading)
        .isInstanceOf(RatchetYml.Invalid.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void nothingIsFine() throws Exception {
    assertThat(yml("").list("test")).isEmpty();
    assertThat(yml("# nothing\n").branch()).isEmpty();
  }

  @Test
  void namesTheLineAndTheNearestKey() {
    refused(() -> yml("jdk: 17\n\naproval: all\n"), "line 3", "'aproval'", "'approval'");
    refused(() -> yml("budget:\n  stack: 3\n  bildtime: 5m\n"), "line 3", "'budget.build-time'");
    refused(() -> yml("jdk: [17\n"), "line ");
  }

  @Test
  void refusesValuesOfTheWrongKind() {
    refused(() -> yml("- a\n"), "mapping");
    refused(() -> yml("budget: 5\n"), "line 1", "'budget' must be a mapping");
    refused(() -> yml("environment: [A]\n"), "'environment' must be a mapping");
    refused(() -> yml("allow: {a: b}\n").globs("allow"), "'allow' must be");
    refused(() -> yml("jdk: /opt/jdk\n").jdk(), "'jdk' must be a whole number");
    refused(() -> yml("approval: maybe\n").approval(), "none, medium-risk or all");
    refused(() -> yml("budget: {stack: 0}\n").budget(), "at least 1");
    refused(() -> yml("budget: {build-time: 5}\n").budget(), "90s");
    refused(() -> yml("test: a\ntest: b\n"), "Duplicate");
  }

  @Test
  void refusesGlobsAndBranchesThatWouldFailLater() {
    refused(() -> yml("protect: ['a[']\n").globs("protect"), "'a['", "glob");
    refused(() -> yml("branch: a..b\n").branch(), "'a..b'");
    refused(() -> yml("branch: /\n").branch(), "branch");
  }

  @Test
  void readsBudgets() throws Exception {
    assertThat(yml("budget: {build-time: 1h30m}\n").budget().buildTime())
        .isEqualTo(Duration.ofMinutes(90));
  }
}
