package dev.ratchet.cli.supervisor;

import dev.ratchet.cli.supervisor.SystemState.ProcessState;
import dev.ratchet.platform.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One service, started again when it dies, after a wait that doubles; given up when it never stays.
 */
final class ManagedProcess {
  /** A process that lived this long did not die of its start. */
  private static final Duration STEADY = Duration.ofSeconds(30);

  private static final Duration HEALTH_EVERY = Duration.ofSeconds(2);
  private static final int MOST_FAILURES = 6;
  private static final long FIRST_WAIT_MILLIS = 500;
  private static final long LONGEST_WAIT_MILLIS = 15_000;
  private static final long LARGEST_LOG = 10 << 20;

  private final Service service;
  private final Path log;
  private @Nullable Process process;
  private Instant startedAt = Instant.EPOCH;
  private Instant nextStart = Instant.EPOCH;
  private Instant askedAt = Instant.EPOCH;
  private int failures;
  private int restarts = -1;
  private boolean healthy;

  ManagedProcess(Service service, Path logs) {
    this.service = service;
    this.log = logs.resolve(service.name() + ".log");
  }

  String name() {
    return service.name();
  }

  Path log() {
    return log;
  }

  boolean healthy() {
    return healthy;
  }

  boolean vital() {
    return service.vital();
  }

  boolean givenUp() {
    return failures >= MOST_FAILURES;
  }

  /** Starts it when it is not running and due, and asks for its health. */
  void tend(Instant now) throws IOException {
    Process current = process;
    if (current != null && current.isAlive()) {
      // Asked often until it is up, where somebody waits; else once in a while.
      if ((!healthy && service.vital())
          || Duration.between(askedAt, now).compareTo(HEALTH_EVERY) > 0) {
        healthy = service.health().ok(current.toHandle());
        askedAt = now;
      }
      if (Duration.between(startedAt, now).compareTo(STEADY) > 0) {
        failures = 0;
      }
      return;
    }
    healthy = false;
    if (current != null) {
      process = null;
      failures++;
      nextStart = now.plusMillis(Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << failures));
    }
    if (!now.isBefore(nextStart) && !givenUp()) {
      start(now);
    }
  }

  private void start(Instant now) throws IOException {
    Files.createDirectories(log.getParent());
    if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
    // In a session of its own: a terminal's Ctrl-C is for the supervisor, which stops them in
    // order.
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(service.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(service.environment());
    process = builder.start();
    startedAt = now;
    restarts++;
  }

  void stop() {
    Process current = process;
    if (current == null) {
      return;
    }
    current.destroy();
    try {
      if (!current.waitFor(service.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        current.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      current.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    healthy = false;
  }

  ProcessState state() {
    Process current = process;
    ProcessId id = current == null ? ProcessId.NONE : ProcessId.of(current.toHandle());
    return new ProcessState(service.name(), id, condition(), Math.max(0, restarts));
  }

  private String condition() {
    Process current = process;
    if (current != null && current.isAlive()) {
      return healthy ? "healthy" : service.vital() ? "starting" : "loading";
    }
    if (givenUp()) {
      return "given-up";
    }
    return restarts < 0 ? "waiting" : "restarting";
  }

  /** The last lines that it printed. */
  String lastWords(int lines) {
    try {
      var all = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }
}
