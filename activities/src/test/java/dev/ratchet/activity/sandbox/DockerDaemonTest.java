package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.sandbox.DockerDaemon.Found;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerDaemonTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:2375", "ssh://build@elsewhere", "unix://docker.sock"})
  void refusesADaemonThatIsNotOnASocketHere(String host) {
    assertThat(DockerDaemon.find(Map.of("DOCKER_HOST", host)))
        .isInstanceOfSatisfying(
            Found.None.class,
            none -> {
              assertThat(none.why()).contains(host).contains("this machine");
              assertThat(none.mend()).startsWith("unset DOCKER_HOST");
            });
  }

  @Test
  void takesTheSocketThatDockerHostNames() throws Exception {
    Path socket = Files.createFile(folder.resolve("a socket"));
    assertThat(DockerDaemon.find(Map.of("DOCKER_HOST", "unix://" + socket)))
        .isEqualTo(new Found.At(new DockerDaemon(socket)));
  }

  @Test
  void saysWhereItLooked() {
    Path absent = folder.resolve("none.sock");
    assertThat(DockerDaemon.find(Map.of("DOCKER_HOST", "unix://" + absent)))
        .isInstanceOfSatisfying(
            Found.None.class, none -> assertThat(none.why()).contains(absent.toString()));
  }
}
