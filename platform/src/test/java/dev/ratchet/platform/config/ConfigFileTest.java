package dev.ratchet.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir Path folder;

  private String after(String before, Map<Key, String> values) throws Exception {
    Files.writeString(folder.resolve("config.yml"), before);
    new ConfigFile(new DataFolder(folder)).set(values);
    assertThat(folder.toFile().list()).containsExactly("config.yml");
    return Files.readString(folder.resolve("config.yml"));
  }

  @Test
  void makesTheFile() throws Exception {
    new ConfigFile(new DataFolder(folder)).set(Map.of(Key.MODEL_URL, "none"));
    assertThat(folder.resolve("config.yml")).hasContent("model:\n  url: none\n");
  }

  @Test
  void replacesAValueAndKeepsCommentsAndOtherKeys() throws Exception {
    assertThat(
            after(
                """
                # mine
                api:
                  port: 8000   # not 7420
                model:
                  # at home 🏠 für
                  url: "http://one:1234/v1" # old
                  name: 'x'
                """,
                Map.of(Key.MODEL_URL, "http://two:1234/v1", Key.MODEL_NAME, "it's: new")))
        .isEqualTo(
            """
            # mine
            api:
              port: 8000   # not 7420
            model:
              # at home 🏠 für
              url: http://two:1234/v1 # old
              name: 'it''s: new'
            """);
  }

  @Test
  void addsToASectionAsItIsIndented() throws Exception {
    assertThat(
            after("model:\n    # why\n    name: x\napi: {port: 1}", Map.of(Key.MODEL_URL, "local")))
        .isEqualTo("model:\n    # why\n    url: local\n    name: x\napi: {port: 1}");
  }

  @Test
  void addsASectionAtTheEnd() throws Exception {
    assertThat(after("api:\n  port: 1 # no new line", Map.of(Key.MODEL_URL, "local")))
        .isEqualTo("api:\n  port: 1 # no new line\nmodel:\n  url: local\n");
  }

  @Test
  void replacesADottedKey() throws Exception {
    assertThat(after("model.url: none\napi.port: 1\n", Map.of(Key.MODEL_URL, "local")))
        .isEqualTo("model.url: local\napi.port: 1\n");
  }

  @Test
  void emptiesAValue() throws Exception {
    assertThat(after("model:\n  url: none\n", Map.of(Key.MODEL_URL, "")))
        .isEqualTo("model:\n  url: ''\n");
  }

  @Test
  void leavesAloneWhatItCannotChangeSafely() throws Exception {
    String flow = "{api: {port: 1}}\n";
    assertThatThrownBy(() -> after(flow, Map.of(Key.MODEL_URL, "local")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("set there model.url: local");
    assertThat(folder.resolve("config.yml")).hasContent(flow);
    assertThat(folder.toFile().list()).containsExactly("config.yml");
  }

  @Test
  void refusesABadValueAndABrokenFile() throws Exception {
    assertThatThrownBy(() -> after("", Map.of(Key.MODEL_URL, "loca")))
        .hasMessageContaining("model.url must be local, none, or an address");
    assertThatThrownBy(() -> after("model: 'x\n", Map.of(Key.MODEL_URL, "local")))
        .hasMessageContaining("is no YAML");
  }

  @Test
  void keepsThePermissions() throws Exception {
    Path file = Files.writeString(folder.resolve("config.yml"), "model:\n  api-key: secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    new ConfigFile(new DataFolder(folder)).set(Map.of(Key.MODEL_URL, "local"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
