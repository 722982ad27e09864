package dev.ratchet.platform.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.platform.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker as it shows itself in the data folder, a file each, renewed every second: for the
 * supervisor's health check, and for the emergency stop, which waits until every worker obeys.
 *
 * @param space the PID namespace that the pid is of: a container has one of its own
 * @param beat when this was written
 * @param stopped id of the latch's order that the worker obeys; null when it obeys none
 */
public record WorkerPresence(
    ProcessId process, String space, String build, Instant beat, @Nullable String stopped) {
  /**
   * A process of another container cannot be looked for: it is dead when nothing was heard of it
   * for so many of its beats that a full disk or a long pause is no excuse.
   */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final JsonMapper JSON = new JsonMapper();

  public static WorkerPresence ofThisProcess(String build, Instant beat, @Nullable String stopped) {
    return new WorkerPresence(ProcessId.ofThisProcess(), ownSpace(), build, beat, stopped);
  }

  public void write(Path folder) {
    var json =
        JSON.createObjectNode()
            .put("pid", process.pid())
            .put("started", process.started())
            .put("space", space)
            .put("build", build)
            .put("beat", beat.toString())
            .put("stopped", stopped);
    try {
      Files.createDirectories(folder);
      Path draft = folder.resolve(name() + ".new");
      Files.writeString(draft, json + "\n");
      Files.move(draft, file(folder), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file(folder), e);
    }
  }

  /** Nothing happens when there is no file. */
  public void remove(Path folder) {
    try {
      Files.deleteIfExists(file(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file(folder), e);
    }
  }

  /** All workers that left a file, dead ones included. */
  public static List<WorkerPresence> all(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .map(WorkerPresence::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static WorkerPresence read(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      return new WorkerPresence(
          new ProcessId(json.required("pid").asLong(), json.required("started").asText()),
          json.path("space").asText(""),
          json.required("build").asText(),
          Instant.parse(json.required("beat").asText()),
          json.path("stopped").isTextual() ? json.path("stopped").asText() : null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Whether the process is still there: the same pid with the same start. */
  public boolean alive() {
    if (!space.equals(ownSpace())) {
      return beat.isAfter(Instant.now().minus(SILENCE));
    }
    return process.find().isPresent();
  }

  /** The number of this process's PID namespace; empty where there are none. */
  private static String ownSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
    } catch (IOException notLinux) {
      return "";
    }
  }

  private String name() {
    return process.pid() + "-" + space;
  }

  private Path file(Path folder) {
    return folder.resolve(name() + ".json");
  }
}
