package dev.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.cli.model.ModelReport;
import dev.ratchet.cli.model.ModelReport.LocalView;
import dev.ratchet.cli.model.ModelReport.ServerView;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCheckTest {
  private static String line(String configured, String process, String... problems) {
    List<ServerView> servers =
        List.of(problems).stream()
            .map(problem -> new ServerView("S", "http://s/v1", List.of("m"), problem))
            .toList();
    LocalView local = new LocalView("l", "L", "/l", 4_000_000, 1_000_000, process);
    return ModelCheck.of(new ModelReport(configured, "", servers, local)).line();
  }

  @Test
  void noModelIsNoFaultAndASilentConfiguredOneIs() {
    assertThat(line("none", "", "away")).isEqualTo("ok   model          none, as configured");
    assertThat(line("", "", "away", ""))
        .isEqualTo("ok   model          S at http://s/v1, 1 models");
    assertThat(line("", "", "away"))
        .isEqualTo("ok   model          L, 1 of 4 MB fetched; ./ratchet model pull");
    assertThat(line("", "loading", "")).isEqualTo("ok   model          L, its server is loading");
    assertThat(line("http://s/v1", "", "away", ""))
        .isEqualTo(
            "MISS model          S at http://s/v1: away; mend it: start it, or choose another:"
                + " ./ratchet model use");
    assertThat(line("local", "given-up", "")).startsWith("MISS model          L, its server is");
  }
}
