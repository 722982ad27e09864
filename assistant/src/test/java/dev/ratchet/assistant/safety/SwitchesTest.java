package dev.ratchet.assistant.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwitchesTest {
  private static Switches switches(String... variables) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put("RATCHET_SAFETY_" + variables[i], variables[i + 1]);
    }
    return Switches.of(Config.load(new DataFolder(Path.of("nowhere")), environment, Map.of()));
  }

  @Test
  void theStandardIsWhatTheRulesSay() {
    assertThat(switches().mode("attack-wording")).isEqualTo(Mode.BLOCK);
    assertThat(switches().mode("email-address")).isEqualTo(Mode.FLAG);
    assertThat(switches()).hasToString(Switches.standard().toString());
  }

  @Test
  void operatorsMoveRules() {
    Switches switches =
        switches("BLOCK", "email-address", "FLAG", "attack-wording, persona", "OFF", "canary,");
    assertThat(switches.mode("email-address")).isEqualTo(Mode.BLOCK);
    assertThat(switches.mode("persona")).isEqualTo(Mode.FLAG);
    assertThat(switches.mode("canary")).isEqualTo(Mode.OFF);
    assertThat(switches.mode("size")).isEqualTo(Mode.BLOCK);
  }

  @Test
  void theMasterSwitchPutsAllOff() {
    Switches off = switches("ENABLED", "false", "BLOCK", "canary");
    assertThat(Rules.standard().keySet()).allMatch(rule -> off.mode(rule) == Mode.OFF);
  }

  @Test
  void anUnknownRuleIsAnErrorThatNamesTheNearest() {
    assertThatThrownBy(() -> switches("OFF", "attack-word"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("safety.off: unknown rule 'attack-word'; did you mean 'attack-wording'?");
  }

  @Test
  void aRuleInTwoListsIsAnError() {
    assertThatThrownBy(() -> switches("BLOCK", "persona", "OFF", "persona"))
        .hasMessage("safety.off: the rule 'persona' is in safety.block too");
  }
}
