package dev.ratchet.benchmark.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A gateway that is being measured.
 *
 * @param path of chat completions
 * @param process the one whose work, with its descendants', is the gateway's; empty for none
 */
record Gateway(
    String name,
    int port,
    String path,
    Map<String, String> headers,
    Supplier<Optional<ProcessHandle>> process,
    AutoCloseable end)
    implements AutoCloseable {
  /** Linux counts in hundredths of a second whatever its clock does. */
  private static final double MILLIS_PER_TICK = 10;

  Load load(boolean stream) {
    return new Load(port, path, headers, stream);
  }

  /** CPU time that its processes took since they started. */
  double cpuMillis() {
    return all().mapToDouble(Gateway::ticks).sum() * MILLIS_PER_TICK;
  }

  /** Memory of its processes. */
  long residentMegabytes() {
    return all().mapToLong(Gateway::residentKilobytes).sum() / 1024;
  }

  private Stream<ProcessHandle> all() {
    return process.get().stream().flatMap(top -> Stream.concat(Stream.of(top), top.descendants()));
  }

  private static double ticks(ProcessHandle process) {
    String stat = read(process, "stat");
    if (stat.isEmpty()) {
      return 0;
    }
    // The name, in brackets, may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
  }

  private static long residentKilobytes(ProcessHandle process) {
    return read(process, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  private static String read(ProcessHandle process, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
    } catch (IOException ended) {
      return "";
    }
  }

  @Override
  public void close() {
    try {
      end.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop " + name, e);
    }
  }
}
