package dev.ratchet.cli;

import dev.ratchet.platform.config.ConfigException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what the processes wrote. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Print the logs of one process, or the last lines of all.")
public final class LogsCommand implements Callable<Integer> {
  @Mixin private Installation installation = new Installation();

  @Parameters(
      arity = "0..1",
      paramLabel = "PROCESS",
      description = "supervisor, temporal, redis, model, worker or api")
  private @Nullable String process;

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "50",
      description = "how many of the last lines (default: 50)")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "go on printing what is written")
  private boolean follow;

  @Override
  public Integer call() throws Exception {
    String name = process;
    for (Path log : name == null ? all() : List.of(one(name))) {
      print(log, name == null);
    }
    if (follow && name != null) {
      follow(one(name));
    }
    return 0;
  }

  private List<Path> all() throws IOException {
    Path folder = installation.folder().logs();
    if (!Files.isDirectory(folder)) {
      throw new ConfigException("there are no logs in " + folder);
    }
    try (Stream<Path> logs = Files.list(folder)) {
      return logs.filter(log -> log.toString().endsWith(".log")).sorted().toList();
    }
  }

  private Path one(String name) {
    Path log = installation.folder().logs().resolve(name + ".log");
    if (name.contains("/") || !Files.isRegularFile(log)) {
      throw new ConfigException(
          "there is no log of '"
              + name
              + "'; there are logs of supervisor, temporal, redis, model, worker and api");
    }
    return log;
  }

  private void print(Path log, boolean titled) throws IOException {
    List<String> all = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    List<String> last = all.subList(Math.max(0, all.size() - lines), all.size());
    if (installation.json()) {
      Output.json(Map.of("log", log.toString(), "lines", last));
      return;
    }
    if (titled) {
      Output.line("== " + log);
    }
    last.forEach(Output::line);
  }

  private static void follow(Path log) throws IOException, InterruptedException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(file.length());
      while (true) {
        String line = file.readLine();
        if (line == null) {
          Thread.sleep(200);
        } else {
          Output.line(line);
        }
      }
    }
  }
}
