package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LmStudioConfigTest {
  @TempDir Path folder;

  private LmStudioConfig load(Map<String, String> environment) {
    return LmStudioConfig.of(Config.load(new DataFolder(folder), environment, Map.of()));
  }

  @Test
  void isAsLmStudioShipsWithoutConfiguration() {
    assertThat(load(Map.of())).isEqualTo(LmStudioConfig.STANDARD);
  }

  @Test
  void takesWhatIsConfiguredAndTellsNoSecret() {
    LmStudioConfig config =
        load(
            Map.of(
                "RATCHET_MODEL_URL", "http://me:hunter2@gpu:8080/v1/",
                "RATCHET_MODEL_API_KEY", "s3cret",
                "RATCHET_MODEL_TEMPERATURE", "0.25",
                "RATCHET_MODEL_FIRST_TOKEN_SECONDS", "5",
                "RATCHET_MODEL_SLOTS", "8"));
    assertThat(config.baseUrl()).isEqualTo(URI.create("http://me:hunter2@gpu:8080/v1"));
    assertThat(config.apiKey()).isEqualTo("s3cret");
    assertThat(config.temperature()).isEqualTo(0.25);
    assertThat(config.firstTokenTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.slots()).isEqualTo(8);
    assertThat(config.toString()).contains("gpu:8080").doesNotContain("s3cret", "hunter2");
  }

  @Test
  void refusesWhatIsNoAddressWithoutRepeatingIt() {
    for (String bad : new String[] {"localhost:1234", "ftp://me:hunter2@x/v1", "not a url"}) {
      assertThatThrownBy(() -> load(Map.of("RATCHET_MODEL_URL", bad)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("http://host:")
          .message()
          .doesNotContain("hunter2");
    }
    assertThatThrownBy(() -> load(Map.of("RATCHET_MODEL_TEMPERATURE", "3")))
        .isInstanceOf(ConfigException.class);
  }
}
