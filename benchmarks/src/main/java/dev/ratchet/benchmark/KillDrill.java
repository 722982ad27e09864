package dev.ratchet.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Kills one process of a whole system in the middle of a run, again and again: each run has to end
 * as one that nobody disturbed, with nothing wrong in the target and nothing left of a sandbox.
 */
public final class KillDrill {
  private static final List<String> VICTIMS =
      List.of("worker", "temporal", "redis", "api", "supervisor");

  /** A run's stages as it names them; and the rollback of what it applied. */
  private static final List<String> STAGES =
      List.of("OPENING", "ANALYZING", "PROPOSING", "TESTING", "APPLYING", "VERIFYING", "ROLLBACK");

  private static final int PACKAGES = 2;
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private final Ratchet ratchet;
  private final Sandboxes sandboxes;
  private final Path folder;
  private final Random random;
  private final PrintStream out;
  private final List<Kill> kills = new ArrayList<>();
  private String expected = "";

  /** Which process to kill at which stage. */
  record Plan(String victim, String stage) {}

  /** Each process at the first stage, then each at the next, and so on in turn. */
  static List<Plan> plans(int count) {
    List<Plan> plans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      plans.add(
          new Plan(
              VICTIMS.get(i % VICTIMS.size()), STAGES.get(i / VICTIMS.size() % STAGES.size())));
    }
    return plans;
  }

  /**
   * One kill and what came of it.
   *
   * @param stage where the run was when it happened
   * @param recovered from the kill until the run, or the rollback, had ended
   * @param faults empty when all is as it would have been
   */
  record Kill(String victim, String stage, Duration recovered, List<String> faults) {}

  KillDrill(Ratchet ratchet, Path folder, long seed, PrintStream out) {
    this.ratchet = ratchet;
    this.sandboxes = new Sandboxes(ratchet.data());
    this.folder = folder;
    this.random = new Random(seed);
    this.out = out;
  }

  /** Arguments: the packaged system, the number of kills, and a seed. */
  public static void main(String[] arguments) throws Exception {
    Path app = Path.of(arguments[0]).toAbsolutePath();
    int kills = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    Path folder = Files.createTempDirectory("ratchet-drill");
    boolean clean;
    try (Ratchet ratchet = new Ratchet(app, folder.resolve("data"))) {
      KillDrill drill = new KillDrill(ratchet, folder, seed, System.out);
      drill.run(plans(kills));
      drill.summary();
      clean = drill.faults() == 0;
    }
    if (clean) {
      delete(folder);
    } else {
      System.out.println("what is left to look at: " + folder);
    }
    System.exit(clean ? 0 : 1);
  }

  /** Undisturbed once, then kill by kill, each in a run of its own. */
  void run(List<Plan> plans) throws InterruptedException {
    ratchet.up();
    Repository undisturbed = Repository.generate(folder.resolve("undisturbed"), PACKAGES);
    Instant start = Instant.now();
    JsonNode view = ratchet.end(ratchet.improve(undisturbed.folder()), LONGEST);
    expected = undisturbed.improvedTree();
    if (!outcome(view).equals("COMPLETED") || expected.equals("none")) {
      throw new IllegalStateException("the undisturbed run is no measure: " + view);
    }
    out.printf(
        Locale.ROOT, "undisturbed: %.1f s%n", seconds(Duration.between(start, Instant.now())));
    for (Plan plan : plans) {
      Kill kill = kill(kills.size(), plan.victim(), plan.stage());
      kills.add(kill);
      out.printf(
          Locale.ROOT,
          "%3d  %-10s at %-10s ended after %5.1f s  %s%n",
          kills.size(),
          kill.victim(),
          kill.stage().toLowerCase(Locale.ROOT),
          seconds(kill.recovered()),
          kill.faults().isEmpty() ? "as undisturbed" : "FAULT: " + kill.faults());
    }
  }

  List<Kill> kills() {
    return List.copyOf(kills);
  }

  private Kill kill(int number, String victim, String stage) throws InterruptedException {
    Repository repository = Repository.generate(folder.resolve("target" + number), PACKAGES);
    String before = repository.untouchable();
    String run = ratchet.improve(repository.folder());
    List<String> faults = new ArrayList<>();
    String at = stage;
    Instant killed;
    if (stage.equals("ROLLBACK")) {
      killed = rollBack(run, victim, repository, faults);
    } else {
      at = await(run, stage);
      Thread.sleep(random.nextInt(400));
      killed = kill(victim);
      JsonNode view = ratchet.end(run, LONGEST);
      check(view, repository, faults);
    }
    Duration recovered = Duration.between(killed, Instant.now());
    if (!repository.untouchable().equals(before)) {
      faults.add("a ref, HEAD or the work tree of the target changed");
    }
    nothingLeft(faults);
    return new Kill(victim, at, recovered, faults);
  }

  /** Kills while the last improvement is undone; the branch must be where it was before it. */
  private Instant rollBack(String run, String victim, Repository repository, List<String> faults)
      throws InterruptedException {
    ratchet.end(run, LONGEST);
    String before = repository.git("rev-parse", Repository.BRANCH + "~1^{tree}");
    String message =
        repository.git(
            "log", "-1", "--format=%(trailers:key=Improvement-Id,valueonly)", Repository.BRANCH);
    String path = "/api/v1/improvements/" + message.strip() + "/rollback";
    ratchet.post(path, "{\"reason\":\"drill\"}");
    Thread.sleep(random.nextInt(1_200));
    Instant killed = kill(victim);
    Instant limit = Instant.now().plus(LONGEST);
    while (Instant.now().isBefore(limit)) {
      Optional<JsonNode> view = ratchet.get(path);
      if (view.isPresent() && !view.get().path("state").asText().equals("RUNNING")) {
        if (!repository.improvedTree().equals(before)) {
          faults.add("the rollback left another tree: " + view.get());
        }
        return killed;
      }
      Thread.sleep(50);
    }
    faults.add("the rollback did not end within " + LONGEST);
    return killed;
  }

  /** Waits until a run is at a stage, or past it; gives where it is. */
  private String await(String run, String stage) throws InterruptedException {
    Instant limit = Instant.now().plus(LONGEST);
    while (Instant.now().isBefore(limit)) {
      String now = ratchet.get("/api/v1/runs/" + run).map(KillDrill::stage).orElse("");
      if (STAGES.indexOf(now) >= STAGES.indexOf(stage) || now.equals("ENDED")) {
        return now;
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException(run + " did not come to " + stage);
  }

  private static String stage(JsonNode view) {
    return view.path("summary").isMissingNode() || view.path("summary").isNull()
        ? view.at("/status/stage").asText("")
        : "ENDED";
  }

  private Instant kill(String victim) throws InterruptedException {
    ProcessHandle process =
        ratchet
            .process(victim)
            .orElseThrow(() -> new IllegalStateException("there is no " + victim + " to kill"));
    sandboxes.look();
    process.destroyForcibly();
    Instant killed = Instant.now();
    process.onExit().join();
    if (victim.equals("supervisor")) {
      // What an operator does who finds it gone.
      ratchet.up();
    }
    return killed;
  }

  private static String outcome(JsonNode view) {
    return view.at("/summary/outcome").asText();
  }

  private void check(JsonNode view, Repository repository, List<String> faults)
      throws InterruptedException {
    if (!outcome(view).equals("COMPLETED")) {
      faults.add("it ended as " + outcome(view) + ": " + view.at("/summary/message").asText());
    }
    for (JsonNode improvement : view.at("/summary/improvements")) {
      if (!improvement.path("state").asText().equals("VERIFIED")) {
        faults.add(improvement.path("id").asText() + " is " + improvement.path("state").asText());
      }
    }
    if (!repository.improvedTree().equals(expected)) {
      faults.add("the improvements branch has another tree");
    }
  }

  /** No sandbox outlives its run by more than some seconds. */
  private void nothingLeft(List<String> faults) throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(10);
    List<String> left = sandboxes.leftovers();
    while (!left.isEmpty() && Instant.now().isBefore(limit)) {
      Thread.sleep(100);
      left = sandboxes.leftovers();
    }
    left.forEach(one -> faults.add("left behind: " + one));
  }

  long faults() {
    return kills.stream().filter(kill -> !kill.faults().isEmpty()).count();
  }

  private void summary() {
    Map<String, List<Double>> times = new TreeMap<>();
    for (Kill kill : kills) {
      times
          .computeIfAbsent(kill.victim(), victim -> new ArrayList<>())
          .add(seconds(kill.recovered()));
    }
    out.println();
    out.println("| killed | kills | runs as undisturbed | median until the end | longest |");
    out.println("|---|---|---|---|---|");
    times.forEach(
        (victim, all) -> {
          List<Double> sorted = all.stream().sorted().toList();
          long good =
              kills.stream()
                  .filter(kill -> kill.victim().equals(victim) && kill.faults().isEmpty())
                  .count();
          out.printf(
              Locale.ROOT,
              "| %s | %d | %d | %.1f s | %.1f s |%n",
              victim,
              sorted.size(),
              good,
              sorted.get(sorted.size() / 2),
              sorted.getLast());
        });
    out.printf("%d kills, %d faults%n", kills.size(), faults());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
