package dev.ratchet.cli.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.process.ProcessId;
import dev.ratchet.workflow.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the supervisor writes down of itself and its processes, so that others find them and the
 * next supervisor can end what a killed one left.
 *
 * @param addresses by name: "api", "temporal", "temporal-ui", "redis", "model"
 * @param healthy whether all processes are up and answer that it cannot do without
 */
public record SystemState(
    ProcessId supervisor,
    String build,
    boolean healthy,
    Map<String, String> addresses,
    List<ProcessState> processes) {
  private static final ObjectMapper JSON = Payloads.mapper();

  /**
   * @param state "waiting", "starting" or "loading", "healthy", "restarting", "given-up"
   */
  public record ProcessState(String name, ProcessId process, String state, int restarts) {}

  private static Path file(DataFolder data) {
    return data.run().resolve("supervisor.json");
  }

  /** The state that was written last, by a supervisor that may be gone. */
  public static Optional<SystemState> read(DataFolder data) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file(data)), SystemState.class));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file(data), e);
    }
  }

  /** The state of a supervisor that is running. */
  public static Optional<SystemState> running(DataFolder data) {
    return read(data).filter(state -> state.supervisor().find().isPresent());
  }

  /** Whether anything of an installation runs, be it only what a killed supervisor left. */
  public static boolean anyAlive(DataFolder data) {
    return read(data).stream()
        .flatMap(
            state ->
                Stream.concat(
                    Stream.of(state.supervisor()),
                    state.processes().stream().map(ProcessState::process)))
        .anyMatch(process -> process.find().isPresent());
  }

  void write(DataFolder data) {
    try {
      Files.createDirectories(data.run());
      Path draft = data.run().resolve("supervisor.json.new");
      Files.writeString(
          draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
      Files.move(draft, file(data), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file(data), e);
    }
  }
}
