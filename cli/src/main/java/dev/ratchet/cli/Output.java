package dev.ratchet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.cli.supervisor.SystemState;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.workflow.Payloads;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What commands print: results to standard output, progress to standard error. */
public final class Output {
  private static final ObjectMapper JSON = Payloads.mapper();
  private static final PrintStream OUT = System.out;

  private Output() {}

  public static void progress(String line) {
    System.err.println(line);
  }

  public static void line(String line) {
    OUT.println(line);
  }

  public static void json(Object value) {
    try {
      OUT.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot print JSON", e);
    }
  }

  static void status(Installation installation, Optional<SystemState> running) {
    DataFolder data = installation.folder();
    if (installation.json()) {
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("running", running.isPresent());
      status.put("healthy", running.map(SystemState::healthy).orElse(false));
      status.put("data", data.root().toString());
      status.put("tokenFile", data.adminToken().toString());
      status.put("build", running.map(SystemState::build).orElse(""));
      status.put("addresses", running.map(SystemState::addresses).orElse(Map.of()));
      status.put("processes", running.map(SystemState::processes).orElse(List.of()));
      json(status);
      return;
    }
    if (running.isEmpty()) {
      line("Ratchet is not running on " + data.root() + "; start it with ./ratchet up");
      return;
    }
    SystemState state = running.get();
    line(state.healthy() ? "Ratchet is up." : "Ratchet is starting or in trouble.");
    state.addresses().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            address ->
                line(
                    String.format(
                        Locale.ROOT, "  %-12s %s", address.getKey(), address.getValue())));
    line(String.format(Locale.ROOT, "  %-12s %s", "data", data.root()));
    line(String.format(Locale.ROOT, "  %-12s %s", "token file", data.adminToken()));
    for (SystemState.ProcessState process : state.processes()) {
      line(
          String.format(
              Locale.ROOT,
              "  %-12s %s, pid %d%s",
              process.name(),
              process.state(),
              process.process().pid(),
              process.restarts() == 0 ? "" : ", restarted " + process.restarts() + " times"));
    }
  }
}
