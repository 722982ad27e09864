package dev.ratchet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.testing.CycleDouble;
import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.cli.client.Cli.Result;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.control.Latch;
import dev.ratchet.platform.event.RunEvents;
import dev.ratchet.platform.metric.Measure;
import dev.ratchet.platform.metric.MetricSeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ClientIT {
  @TempDir static Path folder;
  static RunningApi api;
  static Cli cli;

  @BeforeAll
  static void start() {
    api = new RunningApi(folder);
    cli =
        new Cli(
            Cli.gateway(
                api.data, Optional.of(new Gateway.Endpoint(api.uri("/"), api.adminToken()))));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void improvesShowsProgressAndExitsByOutcome() throws Exception {
    Path repository = Files.createDirectories(folder.resolve("Mit Umlaut ä/.git")).getParent();
    Files.createDirectories(repository.resolve("src"));
    CompletableFuture<Result> improving =
        CompletableFuture.supplyAsync(
            () -> cli.run("improve", repository.resolve("src").toString()));
    String run = "mit-umlaut-1";
    awaitRun(run);
    RunEvents events = new RunEvents(api.redis);
    event(events, run, "1", "run-started", "run mit-umlaut-1");
    event(events, run, "2", "baseline", "GREEN: 789 tests pass\\u001b[2J");
    assertThat(cli.run("stop", run, "--reason", "enough").exitCode()).isZero();
    event(events, run, "3", "run-ended", "stopped by admin: enough");
    Result result = improving.join();
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(ExitCodes.STOPPED);
    assertThat(result.out())
        .contains("run mit-umlaut-1", "baseline        GREEN: 789 tests pass")
        .contains("state     stopped", "stopped by admin: enough", "mit-umlaut-1-01")
        .doesNotContain("\u001b");
    assertThat(cli.run("target", "show", "mit-umlaut").out()).contains(repository.toString());

    Result json = cli.run("follow", run, "--json");
    List<String> lines = json.out().lines().toList();
    assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("{"));
    JsonNode last = ApiClient.JSON.readTree(lines.getLast());
    assertThat(last.at("/summary/outcome").asText()).isEqualTo("STOPPED");
  }

  @Test
  void startsWithoutFollowingAndIsRefusedWhenBusy() throws Exception {
    Path repository = Files.createDirectories(folder.resolve("busy/.git")).getParent();
    Result started = cli.run("improve", repository.toString(), "--no-follow", "--json");
    assertThat(started.exitCode()).isZero();
    assertThat(ApiClient.JSON.readTree(started.out()).path("runId").asText()).isEqualTo("busy-1");
    Result refused = cli.run("improve", "busy", "--no-wait", "--no-follow");
    assertThat(refused.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(refused.err().lines()).hasSize(1).first().asString().contains("busy-1");
    assertThat(cli.run("runs", "--target", "busy").out()).contains("busy-1", "opening");
    assertThat(cli.run("pause", "busy-1").exitCode()).isZero();
    assertThat(cli.run("show", "busy-1").out()).contains("paused");
    assertThat(cli.run("resume", "busy-1").exitCode()).isZero();
    assertThat(cli.run("stop", "busy-1", "--reason", "done").exitCode()).isZero();
    awaitFindings("busy-1");
    assertThat(cli.run("findings", "busy-1").out())
        .containsSubsequence("busy-1-01", "1  minor     ratchet:charset-constant")
        .containsSubsequence("left: nothing here changes it", "1  minor     pmd:EmptyCatchBlock");
    assertThat(cli.run("findings", "busy-1", "--rule", "pmd:EmptyCatchBlock").out())
        .startsWith("src/main/java/B.java:7  look here");
    assertThat(cli.run("findings", "busy-1", "--rule", "none").out()).contains("nothing was found");
  }

  private static void awaitFindings(String run) throws InterruptedException {
    while (cli.run("findings", run).exitCode() != 0) {
      Thread.sleep(100);
    }
  }

  @Test
  void approvesTheCommitThatWasLookedAt() throws Exception {
    Path repository = Files.createDirectories(folder.resolve("asking/.git")).getParent();
    cli.run("improve", repository.toString(), "--no-follow");
    String id = "asking-1-01";
    Result shown = cli.run("show", id);
    assertThat(shown.out())
        .contains("rule:charset-constant", "ok   tests passed=789", CycleDouble.COMMIT)
        .contains("verdict     accepted", "undo        ");
    assertThat(cli.run("show", id, "--diff").err()).contains("the diff has expired");
    Result other = cli.run("approve", id, "--commit", "abcdef1");
    assertThat(other.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(other.err()).contains(CycleDouble.COMMIT, "--diff");
    assertThat(cli.run("approve", id, "--commit", CycleDouble.COMMIT.substring(0, 10)).out())
        .contains("approved " + id + " at commit " + CycleDouble.COMMIT);
    assertThat(cli.run("approve", id).exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.run("rollback", id, "--reason", "refuse").err())
        .contains("was not rolled back: never applied");
    Result undone = cli.run("rollback", id);
    assertThat(undone.exitCode()).isZero();
    assertThat(undone.out()).contains("by a revert");
  }

  @Test
  void rejects() throws Exception {
    Path repository = Files.createDirectories(folder.resolve("ugly/.git")).getParent();
    cli.run("improve", repository.toString(), "--no-follow");
    assertThat(cli.run("reject", "ugly-1-01").exitCode()).isEqualTo(2);
    assertThat(cli.run("reject", "ugly-1-01", "--reason", "ugly").out()).contains("rejected");
    assertThat(cli.run("show", "ugly-1-01").out()).contains("state       rejected");
  }

  @Test
  void managesTargets() {
    assertThat(cli.run("target", "add", "https://example.org/a/Tool.git", "--name", "tool").out())
        .contains("tool");
    assertThat(cli.run("target", "list").out()).contains("https://example.org/a/Tool.git");
    assertThat(cli.run("target", "remove", "tool").exitCode()).isZero();
    assertThat(cli.run("target", "show", "tool").exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.run("target", "add", "/no/such/place").err())
        .contains("there is nothing at /no/such/place");
    assertThat(cli.run("target").exitCode()).isEqualTo(2);
  }

  @Test
  void makesListsAndRevokesTokens() {
    Result made = cli.run("token", "create", "vera", "--role", "user", "--ttl", "12h");
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out()).startsWith("rat_vera_").hasLineCount(1);
    assertThat(made.err()).contains("only time", "It expires at ");
    assertThat(cli.run("token", "list").out())
        .contains("vera", "user", "expires at", "admin ", "does not expire")
        .doesNotContain(made.out().strip());
    assertThat(cli.run("token", "create", "vera", "--role", "admin").err())
        .contains("there is a token 'vera'");
    assertThat(cli.run("token", "create", "otto").exitCode()).isEqualTo(2);
    assertThat(cli.run("token", "create", "otto", "--role", "owner").exitCode()).isEqualTo(2);
    assertThat(cli.run("token", "create", "otto", "--role", "user", "--ttl", "soon").exitCode())
        .isEqualTo(2);
    assertThat(cli.run("token", "revoke", "vera").exitCode()).isZero();
    assertThat(cli.run("token", "revoke", "vera").exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.run("token").exitCode()).isEqualTo(2);
  }

  @Test
  void saysWhatIsNotThere() {
    assertThat(cli.run("show", "nothing-1").err())
        .isEqualToIgnoringNewLines(
            "ratchet: there is no run and no improvement 'nothing-1': see ratchet runs");
    assertThat(cli.run("follow", "nothing-1").exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(cli.run("improve", "neither-name-nor-folder").exitCode())
        .isEqualTo(ExitCodes.REFUSED);
  }

  @Test
  void showsWhatWasMeasured() throws Exception {
    try (MetricSeries series =
        new MetricSeries(api.redis, InstantSource.system(), "test", (of, value) -> {})) {
      series.record(Measure.TOTAL, 300_000, "gpt-oss-20b", "assistant");
      series.record(Measure.TOKEN_RATE, 31.5, "gpt-oss-20b", "assistant");
    }
    Result shown = cli.run("metrics", "--since", "2h");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .containsSubsequence(
            "chat.total: time to the end of an answer, in ms (threshold 120000)",
            "  gpt-oss-20b assistant        |",
            "█",
            "300000   300000   300000  1  ! crossed",
            "chat.tokens-per-second",
            "31.5");
    JsonNode json = ApiClient.JSON.readTree(cli.run("metrics", "--json").out());
    assertThat(json.path("stepSeconds").asInt()).isEqualTo(300);
    assertThat(json.at("/series/0/points/0/figure").asDouble()).isEqualTo(300_000);
    assertThat(cli.run("metrics", "--since", "31d").err()).contains("5m to 30d");
  }

  @Test
  void switchesWhatActsByItself() throws Exception {
    assertThat(cli.run("autonomy", "list").out()).contains("summaries        on ");
    assertThat(cli.run("autonomy", "off", "summaries").out()).contains("summaries is off");
    assertThat(cli.run("autonomy", "list").out())
        .containsPattern("summaries +off .*\\(switched by ");
    assertThat(cli.run("autonomy", "on", "summaries").exitCode()).isZero();
    assertThat(cli.run("autonomy", "off", "thinking").err())
        .contains("there is no function 'thinking'", "system-analysis");
    assertThat(cli.run("autonomy").exitCode()).isEqualTo(2);

    cli.run("emergency-stop", "--reason", "smoke");
    try {
      JsonNode stopped = ApiClient.JSON.readTree(cli.run("autonomy", "list", "--json").out());
      assertThat(stopped.path("stopped").asBoolean()).isTrue();
      assertThat(stopped.path("functions"))
          .allMatch(function -> !function.path("allowed").asBoolean());
    } finally {
      cli.run("emergency-release");
    }
  }

  @Test
  void stopsInAnEmergencyAndReleases() {
    Result stopped = cli.run("emergency-stop", "--reason", "smoke");
    assertThat(stopped.exitCode()).as(stopped.err()).isZero();
    assertThat(stopped.out()).contains("every worker obeys or is dead");
    assertThat(api.get("/api/v1/emergency-stop").body())
        .contains("\"temporal\":\"engaged\"", "smoke", "cli:");
    assertThat(cli.run("emergency-release").out()).contains("released");
    assertThat(api.get("/api/v1/emergency-stop").body()).contains("\"engaged\":false");
  }

  @Test
  void stopsASystemElsewhereAndNotTheOneHere() {
    DataFolder here = new DataFolder(folder.resolve("here"));
    Gateway.Endpoint there = new Gateway.Endpoint(api.uri("/"), api.adminToken());
    Cli remote = new Cli(Cli.gateway(here, Optional.of(there), true));
    Result stopped = remote.run("emergency-stop", "--reason", "from afar");
    assertThat(stopped.exitCode()).as(stopped.err()).isZero();
    assertThat(stopped.out()).contains("every worker obeys or is dead");
    assertThat(Files.exists(here.latch())).isFalse();
    assertThat(new Latch(api.data.latch()).read().orElseThrow().reason()).isEqualTo("from afar");
    assertThat(remote.run("emergency-release").out()).contains("released");
    assertThat(Files.exists(api.data.latch())).isFalse();
  }

  private static void awaitRun(String run) {
    while (api.get("/api/v1/runs/" + run).statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  private static void event(RunEvents events, String run, String id, String type, String message) {
    events.append(
        run,
        id,
        "{\"runId\":\"%s\",\"id\":\"%s\",\"type\":\"%s\",\"message\":\"%s\",\"at\":\"2026-01-01T00:00:00Z\"}"
            .formatted(run, id, type, message));
  }
}
