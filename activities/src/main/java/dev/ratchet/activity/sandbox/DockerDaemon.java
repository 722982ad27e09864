package dev.ratchet.activity.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * The Docker daemon of this machine. A daemon elsewhere is none: it cannot bind this machine's
 * files, and its containers would outlive a broken network.
 */
record DockerDaemon(Path socket) {
  /** For one round of removals; a daemon that hangs must not keep a worker from starting. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(DockerDaemon.class);

  /** What there is. */
  sealed interface Found {
    record At(DockerDaemon daemon) implements Found {}

    record None(String why, String mend) implements Found {}
  }

  static Found find(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isEmpty() && !host.startsWith("unix:///")) {
      return new Found.None(
          "DOCKER_HOST is " + host + ", and only a daemon on this machine can bind its files",
          "unset DOCKER_HOST, or set it to unix:///var/run/docker.sock");
    }
    Optional<Path> socket =
        host.isEmpty() ? standard(environment) : Optional.of(Path.of(host.substring(7)));
    if (socket.filter(Files::exists).isEmpty()) {
      return new Found.None(
          "no Docker daemon at " + socket.map(Path::toString).orElse("/var/run/docker.sock"),
          "apt-get install -y docker.io");
    }
    if (!Files.isWritable(socket.get())) {
      return new Found.None(
          socket.get() + " may not be used by this user",
          "sudo usermod -aG docker $USER, and log in again");
    }
    return new Found.At(new DockerDaemon(socket.get()));
  }

  private static Optional<Path> standard(Map<String, String> environment) {
    return Stream.of(
            Path.of("/var/run/docker.sock"),
            Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/run/user"), "docker.sock"))
        .filter(Files::exists)
        .findFirst();
  }

  /**
   * Testcontainers' client without what it does for tests: it starts nothing and writes nothing.
   */
  DockerClient connect() {
    return DockerClientProviderStrategy.getClientForConfig(
        TransportConfig.builder().dockerHost(URI.create("unix://" + socket)).build());
  }

  /** Removes the containers whose owner is gone, as far as the daemon answers within a while. */
  void sweep() throws InterruptedException {
    Thread sweeper = Thread.ofVirtual().start(this::removeAbandoned);
    if (!sweeper.join(PATIENCE)) {
      log.warn("docker={} sweep=unanswered after={}", socket, PATIENCE);
    }
  }

  private void removeAbandoned() {
    try (DockerClient client = connect()) {
      List<Container> ours =
          client
              .listContainersCmd()
              .withShowAll(true)
              .withLabelFilter(List.of(DockerContainer.OWNER_LABEL))
              .exec();
      for (Container container : ours) {
        if (Owner.abandoned(container.getLabels().getOrDefault(DockerContainer.OWNER_LABEL, ""))) {
          client
              .removeContainerCmd(container.getId())
              .withForce(true)
              .withRemoveVolumes(true)
              .exec();
        }
      }
    } catch (IOException | RuntimeException e) {
      log.warn("docker={} sweep=failed cause={}", socket, e.toString());
    }
  }
}
