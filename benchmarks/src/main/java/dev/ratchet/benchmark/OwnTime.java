package dev.ratchet.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of a run's time is Ratchet's own: when neither a JVM lives in a sandbox (Maven, javac,
 * Error Prone) nor an analyser reads in the worker. Seen from outside, by looking at the processes
 * and the run's events; what starts a sandbox and carries files in and out is Ratchet's own.
 */
public final class OwnTime {
  private static final Duration LONGEST = Duration.ofMinutes(60);
  private static final long EVERY_MILLIS = 20;

  private OwnTime() {}

  /** From one moment to another. */
  private record Span(Instant from, Instant to) {
    Duration length() {
      return Duration.between(from, to);
    }

    boolean holds(Instant moment) {
      return !moment.isBefore(from) && moment.isBefore(to);
    }
  }

  /** Arguments: the packaged system, and a Git repository, which is cloned. */
  public static void main(String[] arguments) throws Exception {
    Path app = Path.of(arguments[0]).toAbsolutePath();
    Path folder = Files.createTempDirectory("ratchet-own-time");
    Repository repository = Repository.clone(Path.of(arguments[1]), folder.resolve("target"));
    try (Ratchet ratchet = new Ratchet(app, folder.resolve("data"))) {
      ratchet.up();
      System.out.println("| run | all | Maven, javac, analysers | own | share | own beyond 5% |");
      System.out.println("|---|---|---|---|---|---|");
      measure("the first", ratchet, repository);
      measure("the next", ratchet, repository);
    }
    KillDrill.delete(folder);
  }

  private static void measure(String name, Ratchet ratchet, Repository repository)
      throws InterruptedException {
    Sandboxes sandboxes = new Sandboxes(ratchet.data());
    String run = ratchet.improve(repository.folder());
    List<Span> foreign = new ArrayList<>();
    Instant limit = Instant.now().plus(LONGEST);
    Instant since = null;
    Instant askAgain = Instant.now();
    while (true) {
      Instant now = Instant.now();
      boolean works = sandboxes.processes().stream().anyMatch(OwnTime::isJava);
      if (works && since == null) {
        since = now;
      } else if (!works && since != null) {
        foreign.add(new Span(since, now));
        since = null;
      }
      if (since == null && now.isAfter(askAgain)) {
        askAgain = now.plusMillis(500);
        Optional<JsonNode> view = ratchet.get("/api/v1/runs/" + run);
        if (view.isPresent() && view.get().path("summary").isObject()) {
          break;
        }
      }
      if (now.isAfter(limit)) {
        throw new IllegalStateException(run + " did not end within " + LONGEST);
      }
      Thread.sleep(EVERY_MILLIS);
    }
    print(name, ratchet.events(run), foreign);
  }

  private static boolean isJava(ProcessHandle process) {
    String command = Sandboxes.read(process, "comm").strip();
    return command.equals("java") || command.equals("javac");
  }

  private static void print(String name, List<JsonNode> events, List<Span> foreign) {
    Span all = new Span(at(events.getFirst()), at(events.getLast()));
    foreign.addAll(analyses(events));
    Duration own = Duration.ZERO;
    for (Instant t = all.from(); t.isBefore(all.to()); t = t.plusMillis(EVERY_MILLIS)) {
      Instant moment = t;
      if (foreign.stream().noneMatch(span -> span.holds(moment))) {
        own = own.plusMillis(EVERY_MILLIS);
      }
    }
    double total = seconds(all.length());
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f s | %.1f s | %.1f s | %.1f %% | %.1f s |%n",
        name,
        total,
        Math.max(0, total - seconds(own)),
        seconds(own),
        100 * seconds(own) / total,
        seconds(own) - total / 20);
  }

  /** While analysers read in the worker: from the event that names one until the next event. */
  private static List<Span> analyses(List<JsonNode> events) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i + 1 < events.size(); i++) {
      String message = events.get(i).path("message").asText();
      if (message.equals("PMD")
          || message.equals("Ratchet's rules")
          || message.startsWith("Error Prone")) {
        spans.add(new Span(at(events.get(i)), at(events.get(i + 1))));
      }
    }
    return spans;
  }

  private static Instant at(JsonNode event) {
    return Instant.parse(event.path("at").asText());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
