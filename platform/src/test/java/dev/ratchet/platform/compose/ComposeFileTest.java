package dev.ratchet.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.platform.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What every service of docker-compose.yml keeps to. */
class ComposeFileTest {
  private static String text = "";
  private static Map<String, Map<String, Object>> services = Map.of();
  private static Map<String, Map<String, Object>> networks = Map.of();

  @BeforeAll
  static void read() throws IOException {
    text = Files.readString(Path.of("../docker-compose.yml"));
    Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(text);
    services = file.get("services");
    networks = file.get("networks");
  }

  static Set<String> names() throws IOException {
    read();
    return new TreeSet<>(services.keySet());
  }

  private static List<String> words(String service, String key) {
    Object value = services.get(service).getOrDefault(key, List.of());
    return ((List<?>) value).stream().map(String::valueOf).toList();
  }

  private static Map<String, String> environment(String service) {
    Map<?, ?> entries = (Map<?, ?>) services.get(service).getOrDefault("environment", Map.of());
    return entries.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> String.valueOf(entry.getKey()),
                entry -> String.valueOf(entry.getValue())));
  }

  @Test
  void everythingThatThePartsNeedIsThere() {
    assertThat(services)
        .containsKeys(
            "postgresql",
            "temporal",
            "temporal-ui",
            "redis",
            "prepare",
            "promote",
            "api",
            "worker",
            "runner");
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsImageIsPinned(String name) throws IOException {
    String image = String.valueOf(services.get(name).get("image"));
    if (image.startsWith("ratchet/")) {
      String version = Files.readString(Path.of("pom.xml")).split("<version>")[1].split("<")[0];
      assertThat(image).endsWith(":${RATCHET_VERSION:-" + version + "}");
    } else {
      assertThat(image).matches("[\\w/-]+:\\d+\\.\\d+[\\w.-]*");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void itHasNoMoreRightsThanItNeeds(String name) {
    Map<String, Object> service = services.get(name);
    assertThat(service).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
    assertThat(service)
        .doesNotContainKeys("privileged", "cap_add", "devices", "network_mode", "pid", "ipc");
    assertThat(String.valueOf(service.get("user")))
        .matches("[1-9]\\d*:[1-9]\\d*|\\$\\{RATCHET_USER:-[1-9]\\d*:[1-9]\\d*}");
    assertThat(words(name, "security_opt")).contains("no-new-privileges");
    if (!name.equals("runner")) {
      assertThat(words(name, "security_opt")).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsMemoryAndProcessesAreLimited(String name) {
    assertThat(services.get(name)).containsKeys("mem_limit", "pids_limit");
  }

  @ParameterizedTest
  @MethodSource("names")
  void itIsReachedFromThisMachineOnly(String name) {
    assertThat(words(name, "ports")).allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void itSaysWhetherItIsHealthyUnlessItEnds(String name) {
    boolean ends = String.valueOf(services.get(name).get("restart")).startsWith("on-failure");
    assertThat(services.get(name).containsKey("healthcheck")).isNotEqualTo(ends);
  }

  @ParameterizedTest
  @MethodSource("names")
  void itWaitsForWhatItNeedsToBeReady(String name) {
    Map<?, ?> needed = (Map<?, ?>) services.get(name).getOrDefault("depends_on", Map.of());
    assertThat(services.keySet())
        .containsAll(needed.keySet().stream().map(String.class::cast).toList());
    assertThat(needed.values())
        .allMatch(
            value ->
                String.valueOf(value)
                    .matches("\\{condition=service_(healthy|completed_successfully)}"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsSecretsComeFromOutside(String name) {
    environment(name)
        .forEach(
            (variable, value) -> {
              if (variable.matches(".*(PASSWORD|PWD|AUTH|KEY|SECRET|TOKEN).*")) {
                assertThat(value).as(variable).matches("\\$\\{RATCHET_\\w+:\\?[^}]+}");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsSettingsAreKnown(String name) {
    Set<String> known = Arrays.stream(Key.values()).map(Key::variable).collect(Collectors.toSet());
    known.addAll(Set.of("RATCHET_DATA", "RATCHET_CACHE"));
    assertThat(environment(name).keySet())
        .filteredOn(variable -> variable.startsWith("RATCHET_"))
        .isSubsetOf(known);
  }

  @Test
  void theBaseOfTheImagesHasOneVersion() throws IOException {
    String version =
        Files.readString(Path.of("../images/base/Dockerfile"))
            .split("ARG TEMURIN=")[1]
            .split("\n")[0];
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("<ratchet.image.temurin>" + version + "</ratchet.image.temurin>");
    assertThat(Files.readString(Path.of("../docs/compose.md")))
        .contains("docker build -t ratchet/base:" + version + " images/base");
  }

  @Test
  void nobodyGetsTheDockerSocket() {
    assertThat(text).doesNotContain("docker.sock");
  }

  @Test
  void serversAreInInternalNetworksAndTheRunnerIsInNone() {
    for (String server : List.of("postgresql", "redis", "temporal")) {
      assertThat(words(server, "networks"))
          .allMatch(network -> Boolean.TRUE.equals(networks.get(network).get("internal")));
    }
    for (String network : words("runner", "networks")) {
      assertThat(services.keySet())
          .filteredOn(service -> words(service, "networks").contains(network))
          .containsExactly("runner");
    }
  }
}
