package dev.ratchet.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * How many full test runs an accepted change costs: repositories with one improvement in each of
 * some packages, where all hold or one fails its test. The runs that measure the base are not
 * counted: they are kept by the base's tree, and used again.
 */
public final class TestRuns {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private TestRuns() {}

  /** Argument: the packaged system. */
  public static void main(String[] arguments) throws Exception {
    Path app = Path.of(arguments[0]).toAbsolutePath();
    Path folder = Files.createTempDirectory("ratchet-test-runs");
    try (Ratchet ratchet = new Ratchet(app, folder.resolve("data"))) {
      ratchet.up();
      System.out.println("| improvements | failing | accepted | test runs | for each accepted |");
      System.out.println("|---|---|---|---|---|");
      row(ratchet, folder, 10, 0);
      row(ratchet, folder, 20, 0);
      row(ratchet, folder, 10, 6);
      row(ratchet, folder, 20, 11);
    }
    KillDrill.delete(folder);
  }

  private static void row(Ratchet ratchet, Path folder, int packages, int spoiled)
      throws InterruptedException {
    Repository repository =
        Repository.generate(
            folder.resolve("of" + packages + (spoiled == 0 ? "" : "-one-failing")),
            packages,
            "",
            spoiled);
    JsonNode summary = ratchet.end(ratchet.improve(repository.folder()), LONGEST).path("summary");
    long accepted = count(summary, "VERIFIED");
    long failing = count(summary, "REJECTED");
    if (accepted + failing != packages || failing != (spoiled == 0 ? 0 : 1)) {
      throw new IllegalStateException("not the run that was meant: " + summary);
    }
    int runs = summary.path("testRuns").asInt();
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %d | %d | %.2f |%n",
        packages,
        failing,
        accepted,
        runs,
        (double) runs / accepted);
  }

  private static long count(JsonNode summary, String state) {
    return StreamSupport.stream(summary.path("improvements").spliterator(), false)
        .filter(improvement -> improvement.path("state").asText().equals(state))
        .count();
  }
}
