package dev.ratchet.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir Path folder;

  private Config load(Map<String, String> environment, Map<String, String> flags) {
    return Config.load(new DataFolder(folder), environment, flags);
  }

  private String origin(Config config, Key key) {
    return config.entries().stream().filter(e -> e.key() == key).findFirst().orElseThrow().origin();
  }

  @Test
  void eachSourceIsStrongerThanTheOneBeforeAndIsNamed() throws Exception {
    assertThat(load(Map.of(), Map.of()).number(Key.API_PORT)).isEqualTo(7420);
    Files.writeString(folder.resolve("config.yml"), "redis:\n  port: 1\napi:\n  port: 8000\n");
    Config file = load(Map.of(), Map.of());
    assertThat(file.number(Key.API_PORT)).isEqualTo(8000);
    assertThat(origin(file, Key.API_PORT)).endsWith("config.yml:4");
    Config environment = load(Map.of("RATCHET_API_PORT", "8001"), Map.of());
    assertThat(environment.number(Key.API_PORT)).isEqualTo(8001);
    assertThat(origin(environment, Key.API_PORT)).isEqualTo("RATCHET_API_PORT");
    Config flags = load(Map.of("RATCHET_API_PORT", "8001"), Map.of("api-port", "8002"));
    assertThat(flags.number(Key.API_PORT)).isEqualTo(8002);
    assertThat(origin(flags, Key.API_PORT)).isEqualTo("--api-port");
  }

  @Test
  void anUnknownKeyIsAnErrorThatNamesTheNearestOne() throws Exception {
    Files.writeString(folder.resolve("config.yml"), "api:\n  prot: 8000\n");
    assertThatThrownBy(() -> load(Map.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("config.yml:2")
        .hasMessageContaining("did you mean 'api.port'");
  }

  @Test
  void aBadValueSaysWhatWouldBeRight() {
    assertThatThrownBy(() -> load(Map.of("RATCHET_API_PORT", "seventy"), Map.of()))
        .hasMessage("RATCHET_API_PORT: api.port must be a whole number from 0 to 65535");
  }

  @Test
  void aModelIsAnAddressOrAWord() {
    for (String good : List.of("", "local", "none", "http://[::1]:1234/v1", "https://host")) {
      Config config = load(Map.of("RATCHET_MODEL_URL", good), Map.of());
      assertThat(config.text(Key.MODEL_URL)).isEqualTo(good);
      assertThat(config.given(Key.MODEL_URL)).isTrue();
    }
    for (String wrong : List.of("lokal", "host:1234", "http://", "http://a b", "file:/x")) {
      assertThatThrownBy(() -> load(Map.of("RATCHET_MODEL_URL", wrong), Map.of()))
          .hasMessageContaining("model.url must be local, none, or an address");
    }
    assertThat(load(Map.of(), Map.of()).given(Key.MODEL_URL)).isFalse();
  }

  @Test
  void secretsAreMasked() {
    Config config = load(Map.of("RATCHET_REDIS_PASSWORD", "hunter2"), Map.of());
    assertThat(config.text(Key.REDIS_PASSWORD)).isEqualTo("hunter2");
    assertThat(config.entries()).allMatch(entry -> !entry.shown().contains("hunter2"));
    Config url = load(Map.of("RATCHET_REDIS_URL", "redis://me:hunter2@host:1"), Map.of());
    assertThat(url.entries()).allMatch(entry -> !entry.shown().contains("hunter2"));
    assertThat(url.text(Key.REDIS_URL)).isEqualTo("redis://me:hunter2@host:1");
  }

  @Test
  void findsTheDataFolder() {
    assertThat(Config.dataFolder(Map.of("RATCHET_DATA", "/x")).root()).isEqualTo(Path.of("/x"));
    assertThat(Config.dataFolder(Map.of("XDG_DATA_HOME", "/d")).root())
        .isEqualTo(Path.of("/d/ratchet"));
  }

  @Test
  void theReferenceNamesEveryKeyWithItsDefault() throws Exception {
    String reference = Files.readString(Path.of("../docs/configuration.md"));
    for (Key key : Key.values()) {
      assertThat(reference).contains("| `" + key.path() + "` | `" + key.standard() + "` |");
    }
  }
}
