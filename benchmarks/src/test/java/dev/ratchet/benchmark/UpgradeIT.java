package dev.ratchet.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new build takes over while a run of the old one waits for a person. */
class UpgradeIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For each step, on a machine that does other things too. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  @Timeout(1_200)
  void aRunThatWaitsIsNotStranded() throws Exception {
    Path app = Path.of("../cli/target/app").toAbsolutePath().normalize();
    Path data = folder.resolve("data");
    Repository repository = Repository.generate(folder.resolve("repository"), 1);
    try (Ratchet old = new Ratchet(app, data)) {
      old.up();
      String waiting = improve(old, repository, "ALL");
      String improvement = await(() -> waiting(old, waiting));
      String before = builds(data).getFirst();
      try (Ratchet renewed = new Ratchet(otherBuild(app), data)) {
        renewed.up();
        assertThat(builds(data)).hasSize(2).contains(before);
        // Its own worker answers for it as soon as the new build has started one.
        assertThat(await(() -> waiting(renewed, waiting))).isEqualTo(improvement);
        renewed.run("approve", improvement);
        JsonNode ended = renewed.end(waiting, PATIENCE);
        assertThat(ended.at("/summary/outcome").asText()).isEqualTo("COMPLETED");
        assertThat(ended.at("/summary/improvements/0/state").asText()).isEqualTo("VERIFIED");
        // Nothing is left for the old build to do, and a new run needs it no more.
        await(() -> builds(data).contains(before) ? Optional.empty() : Optional.of(true));
        assertThat(renewed.process("worker-" + before)).isEmpty();
        String next = improve(renewed, repository, "NONE");
        assertThat(renewed.end(next, PATIENCE).at("/summary/outcome").asText())
            .isEqualTo("NOTHING_TO_DO");
      }
    }
  }

  private static String improve(Ratchet ratchet, Repository repository, String approval)
      throws Exception {
    String printed =
        ratchet.run(
            "improve",
            repository.folder().toString(),
            "--no-follow",
            "--json",
            "--approval",
            approval);
    return JSON.readTree(printed.substring(printed.indexOf('{'))).path("runId").asText();
  }

  /** The improvement of the run that waits for a person; empty as long as none does. */
  private static Optional<String> waiting(Ratchet ratchet, String run) throws InterruptedException {
    return ratchet
        .get("/api/v1/runs/" + run)
        .flatMap(
            view ->
                view.findParents("state").stream()
                    .filter(one -> one.path("state").asText().equals("WAITING_FOR_APPROVAL"))
                    .map(one -> one.path("id").asText())
                    .findFirst());
  }

  private static <T> T await(Callable<Optional<T>> there) throws Exception {
    Instant limit = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(limit)) {
      Optional<T> found = there.call();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(100);
    }
    throw new AssertionError("did not come to be");
  }

  private static List<String> builds(Path data) throws IOException {
    try (Stream<Path> builds = Files.list(data.resolve("builds"))) {
      return builds.map(build -> build.getFileName().toString()).sorted().toList();
    }
  }

  /** The same system with an entry more in one of its jars, as another commit would give. */
  private Path otherBuild(Path app) throws IOException {
    Path copy = folder.resolve("other-app");
    try (Stream<Path> files = Files.walk(app)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(app.relativize(file).toString()));
      }
    }
    try (Stream<Path> jars = Files.list(copy.resolve("lib"))) {
      Path jar =
          jars.filter(file -> file.getFileName().toString().startsWith("ratchet-domain"))
              .findFirst()
              .orElseThrow();
      try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
        Files.writeString(zip.getPath("another-build"), "");
      }
    }
    return copy;
  }
}
