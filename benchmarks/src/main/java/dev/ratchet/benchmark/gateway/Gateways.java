package dev.ratchet.benchmark.gateway;

import dev.ratchet.benchmark.Ratchet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a gateway adds to a model server that answers at once: CPU time of its processes, latency,
 * and how many requests and streams of 64 tokens it passes on in a second. One after the other, in
 * front of the same stub and under the same load.
 */
public final class Gateways {
  private static final int[] CONNECTIONS = {1, 16, 64};

  /** For a JVM and a V8 alike to have compiled what is hot. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private static final Duration MEASURED = Duration.ofSeconds(6);
  private static final int OPEN_STREAMS = 1_000;

  private final Path app;
  private final Path work;
  private final Peers peers;
  private final List<Row> rows = new ArrayList<>();
  private int stub;

  private Gateways(Path app, Path peers, Path work) {
    this.app = app;
    this.work = work;
    this.peers = new Peers(peers, work);
  }

  private record Row(
      String gateway, boolean stream, int connections, Load.Seen seen, double cpuMillis) {}

  /** Arguments: the packaged system, where the peers are installed, and "peers" or "ours". */
  public static void main(String[] arguments) throws Exception {
    Path work = Files.createTempDirectory("ratchet-gateways");
    new Gateways(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]), work)
        .run(arguments.length < 3 || arguments[2].equals("peers"));
  }

  private void run(boolean withPeers) throws Exception {
    stub = Ratchet.freePort();
    Process process = peers.stub(stub);
    try {
      measure(Peers.direct(stub));
      if (withPeers) {
        measure(peers.portkey(stub, Ratchet.freePort()));
        measure(peers.liteLlm(stub, Ratchet.freePort()));
      }
      measure(ours("Ratchet, filter off", false));
      measure(ours("Ratchet, as shipped", true));
    } finally {
      process.destroy();
    }
    print();
  }

  /** A whole installation, of which the api is the gateway. */
  private Gateway ours(String name, boolean filter) throws InterruptedException {
    Ratchet ratchet =
        new Ratchet(app, work.resolve(filter ? "on" : "off"))
            .with("MODEL_URL", "http://127.0.0.1:" + stub + "/v1")
            .with("MODEL_NAME", "stub-model")
            // The stub bears as many as come.
            .with("MODEL_SLOTS", "2000")
            .with("MODEL_QUEUE", "4000")
            .with("SAFETY_ENABLED", Boolean.toString(filter));
    ratchet.up();
    return new Gateway(
        name,
        ratchet.apiPort(),
        "/v1/chat/completions",
        Map.of("Authorization", "Bearer " + ratchet.token()),
        () -> ratchet.process("api"),
        ratchet);
  }

  private void measure(Gateway gateway) throws IOException, InterruptedException {
    try (gateway) {
      for (boolean stream : new boolean[] {false, true}) {
        Load load = gateway.load(stream);
        load.run(16, WARM_UP);
        for (int connections : CONNECTIONS) {
          double before = gateway.cpuMillis();
          Load.Seen seen = load.run(connections, MEASURED);
          Row row =
              new Row(gateway.name(), stream, connections, seen, gateway.cpuMillis() - before);
          rows.add(row);
          System.err.println(line(row));
        }
      }
      if (gateway.process().get().isPresent()) {
        System.err.printf("%s: %d MB%n", gateway.name(), gateway.residentMegabytes());
      }
      if (gateway.name().startsWith("Ratchet")) {
        hold(gateway);
      }
    }
  }

  private void hold(Gateway gateway) throws IOException, InterruptedException {
    long megabytes = gateway.load(true).hold(OPEN_STREAMS, gateway::residentMegabytes);
    System.out.printf("%s with %d open streams: %d MB%n", gateway.name(), OPEN_STREAMS, megabytes);
  }

  private void print() {
    System.out.println(
        "| gateway | what | connections | a second | CPU each | median | added | first token | failed |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    rows.forEach(row -> System.out.println(line(row)));
  }

  private String line(Row row) {
    double alone =
        rows.stream()
            .filter(
                other ->
                    other.gateway.equals("none")
                        && other.stream == row.stream
                        && other.connections == row.connections)
            .findFirst()
            .map(other -> other.seen.medianMillis())
            .orElse(0.0);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %.0f | %s | %.2f ms | %.2f ms | %s | %d |",
        row.gateway,
        row.stream ? "streams" : "JSON",
        row.connections,
        row.seen.perSecond(),
        row.gateway.equals("none")
            ? ""
            : String.format(Locale.ROOT, "%.3f ms", row.cpuMillis / row.seen.nanos().length),
        row.seen.medianMillis(),
        row.seen.medianMillis() - alone,
        row.stream
            ? String.format(
                Locale.ROOT,
                "%.2f / %.2f ms",
                row.seen.firstMedianMillis(),
                row.seen.firstP99Millis())
            : "",
        row.seen.failures());
  }
}
