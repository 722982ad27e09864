package dev.ratchet.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Files that the analysis of a run reads per second, beside PMD's own command line with the same
 * rules, two threads each, in turn. Both begin with a JVM that has done nothing yet. Ratchet's
 * figure is the whole step: PMD, Error Prone in its sandbox, the rules of its own, the report.
 */
public final class Analysis {
  private static final Duration LONGEST = Duration.ofMinutes(60);
  private static final String RULES = "dev/ratchet/activity/analysis/pmd-ruleset.xml";

  private final Path app;
  private final Path pmd;
  private final Path folder;
  private final Repository repository;
  private List<Path> files = List.of();

  private Analysis(Path app, Path pmd, Path folder, Repository repository) {
    this.app = app;
    this.pmd = pmd;
    this.folder = folder;
    this.repository = repository;
  }

  /** Arguments: the packaged system, folder of PMD's jars, a Git repository, and how often. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("ratchet-analysis");
    new Analysis(
            Path.of(arguments[0]).toAbsolutePath(),
            Path.of(arguments[1]).toAbsolutePath(),
            folder,
            Repository.clone(Path.of(arguments[2]), folder.resolve("target")))
        .measure(Integer.parseInt(arguments[3]));
    KillDrill.delete(folder);
  }

  private void measure(int times) throws IOException, InterruptedException {
    List<Double> ours = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Path data = folder.resolve("data" + i);
      try (Ratchet ratchet = new Ratchet(app, data)) {
        ratchet.up();
        ours.add(analyse(ratchet));
        again.add(analyse(ratchet));
      }
      KillDrill.delete(data);
      repository.forgetImprovements();
      theirs.add(commandLine(i));
    }
    System.out.printf("%d files of main code%n%n", files.size());
    System.out.println(
        "| analysis | times | median | files per second | beside PMD's command line |");
    System.out.println("|---|---|---|---|---|");
    print("PMD's command line", theirs, theirs);
    print("Ratchet, the first run", ours, theirs);
    print("Ratchet, the next run", again, theirs);
  }

  /** A run's analysis in seconds. */
  private double analyse(Ratchet ratchet) throws InterruptedException {
    String run = ratchet.improve(repository.folder());
    JsonNode view = ratchet.end(run, LONGEST);
    if (files.isEmpty()) {
      List<Path> roots =
          StreamSupport.stream(view.at("/summary/settings/sourceRoots").spliterator(), false)
              .map(root -> repository.folder().resolve(root.asText()))
              .toList();
      files = repository.javaFiles(roots);
    }
    Instant from = null;
    for (JsonNode event : ratchet.events(run)) {
      Instant at = Instant.parse(event.path("at").asText());
      if (event.path("message").asText().startsWith("analysing ")) {
        from = at;
      } else if (from != null && event.path("type").asText().equals("analysis")) {
        return Duration.between(from, at).toMillis() / 1_000.0;
      }
    }
    throw new IllegalStateException(run + " analysed nothing: " + view);
  }

  private double commandLine(int number) throws IOException, InterruptedException {
    Path list = folder.resolve("files.txt");
    Files.writeString(list, files.stream().map(Path::toString).collect(Collectors.joining("\n")));
    Path report = folder.resolve("report" + number + ".txt");
    Path said = folder.resolve("pmd" + number + ".log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            pmd + "/*:" + app.resolve("lib") + "/*",
            "net.sourceforge.pmd.cli.PmdCli",
            "check",
            "--file-list=" + list,
            "--rulesets=" + RULES,
            "--threads=2",
            "--no-cache",
            "--no-progress",
            "--no-fail-on-violation",
            "--no-fail-on-error",
            "--report-file=" + report);
    Instant called = Instant.now();
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    double seconds = Duration.between(called, Instant.now()).toMillis() / 1_000.0;
    if (code != 0 || Files.size(report) == 0) {
      throw new IllegalStateException("PMD ended with " + code + ": " + Files.readString(said));
    }
    return seconds;
  }

  private void print(String what, List<Double> times, List<Double> peer) {
    double median = median(times);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f s | %.1f | %.2f |%n",
        what,
        times.size(),
        median,
        files.size() / median,
        median(peer) / median);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
