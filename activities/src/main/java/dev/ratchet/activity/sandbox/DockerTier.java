package dev.ratchet.activity.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Docker, for whoever may use the daemon of this machine; root is not needed. */
final class DockerTier implements Tier {
  private static final Path BASH = Path.of("/usr/bin/bash");
  private static final long ANSWER_SECONDS = 30;

  private final Map<String, String> environment;

  /**
   * @param environment of this process; DOCKER_HOST is read
   */
  DockerTier(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Look look() throws InterruptedException {
    if (!Files.isReadable(BASH)) {
      return new Look.Missing(BASH + " is not installed", "apt-get install -y bash");
    }
    return switch (DockerDaemon.find(environment)) {
      case DockerDaemon.Found.None none -> new Look.Missing(none.why(), none.mend());
      case DockerDaemon.Found.At at -> look(at.daemon());
    };
  }

  private static Look look(DockerDaemon daemon) throws InterruptedException {
    // A daemon that hangs takes connections and never answers.
    CompletableFuture<Look> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(candidate(daemon));
              } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return silent(daemon, "no answer within " + ANSWER_SECONDS + " s");
    } catch (ExecutionException e) {
      return silent(daemon, String.valueOf(e.getCause()));
    }
  }

  private static Look silent(DockerDaemon daemon, String why) {
    return new Look.Missing(
        "the Docker daemon at " + daemon.socket() + " does not answer: " + why,
        "systemctl restart docker");
  }

  private static Look candidate(DockerDaemon daemon) throws IOException {
    DockerClient client = daemon.connect();
    Version version = client.versionCmd().exec();
    DockerImage image = DockerImage.of(BASH);
    String machine =
        "tier 1 docker=%s@%s image=%s"
            .formatted(version.getVersion(), daemon.socket(), image.name());
    return new Look.Candidate(new DockerSandbox(client, image), machine, DockerTier::mend);
  }

  private static String mend() {
    return Mend.closed(Path.of("/proc/self/status"))
        ? "start Ratchet with: umask 022"
        : "use a daemon of this machine with the memory, pids and cpu control groups; see"
            + " docs/sandbox.md";
  }
}
