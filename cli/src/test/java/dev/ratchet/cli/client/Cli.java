package dev.ratchet.cli.client;

import dev.ratchet.platform.DataFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs commands in this process and keeps what they print. */
final class Cli {
  private final Gateway gateway;

  Cli(Gateway gateway) {
    this.gateway = gateway;
  }

  record Result(int exitCode, String out, String err) {}

  @Command(name = "ratchet")
  static final class Root {}

  Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new Root());
    ClientCommands.addTo(
        line, data -> gateway, new Output(new PrintWriter(out), new PrintWriter(err), false));
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return new Result(line.execute(arguments), out.toString(), err.toString());
  }

  /** A system that is where it is said to be, or not there. */
  static Gateway gateway(DataFolder data, Optional<Gateway.Endpoint> endpoint) {
    return gateway(data, endpoint, false);
  }

  static Gateway gateway(DataFolder data, Optional<Gateway.Endpoint> endpoint, boolean elsewhere) {
    return new Gateway() {
      @Override
      public boolean elsewhere() {
        return elsewhere;
      }

      @Override
      public Optional<Endpoint> running() {
        return endpoint;
      }

      @Override
      public Endpoint ensureUp() {
        return endpoint.orElseThrow(
            () -> new CommandFailure(ExitCodes.UNREACHABLE, "it cannot be started here"));
      }

      @Override
      public DataFolder data() {
        return data;
      }
    };
  }
}
