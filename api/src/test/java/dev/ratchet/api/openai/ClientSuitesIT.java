package dev.ratchet.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.StubAnswer;
import dev.ratchet.assistant.model.StubModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAI's own clients. What they need is fetched once, into target/clients; their suites are in
 * src/test/clients.
 */
@Timeout(600)
class ClientSuitesIT {
  private static final Path SUITES = Path.of("src/test/clients").toAbsolutePath();
  private static final Path FETCHED = Path.of("target/clients").toAbsolutePath();
  private static final String TOO_LONG =
      "{\"error\":{\"message\":\"the request exceeds the available context size\",\"code\":400}}";

  @TempDir Path folder;
  StubModel model;
  RunningApi api;

  @BeforeEach
  void start() {
    model = StubModel.start().usually(StubAnswer.words(30).atRate(300));
    api = new RunningApi(folder, LmStudioConfig.STANDARD.at(model.url()).withSlots(8, 64));
  }

  @AfterEach
  void stop() {
    api.close();
    model.close();
  }

  @Test
  void pythonsIsServed() throws Exception {
    Path python = FETCHED.resolve("python/bin/python");
    fetch(
        SUITES.resolve("python/requirements.txt"),
        FETCHED.resolve("python"),
        List.of("python3", "-m", "venv", FETCHED.resolve("python").toString()),
        List.of(
            python.toString(),
            "-m",
            "pip",
            "install",
            "-q",
            "-r",
            SUITES.resolve("python/requirements.txt").toString()));
    Path suites = SUITES.resolve("python");
    List<String> suite = List.of(python.toString(), "-B", "-m", "unittest", "suite.Suite");
    assertThat(run(suites, suite, Map.of())).contains("OK").doesNotContain("skipped");
    wasStoppedOnce();
    model.next(StubAnswer.status(400, Duration.ZERO, TOO_LONG));
    List<String> tooLong = List.of(python.toString(), "-B", "-m", "unittest", "suite.TooLong");
    assertThat(run(suites, tooLong, Map.of())).contains("OK");
  }

  @Test
  void nodesIsServed() throws Exception {
    Path modules = FETCHED.resolve("node");
    Files.createDirectories(modules);
    Files.copy(
        SUITES.resolve("node/suite.mjs"),
        modules.resolve("suite.mjs"),
        StandardCopyOption.REPLACE_EXISTING);
    fetch(
        SUITES.resolve("node/package.json"),
        modules,
        List.of("cp", SUITES.resolve("node/package.json").toString(), modules.toString()),
        List.of(
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--silent",
            "--prefix",
            modules.toString()));
    List<String> suite = List.of("node", "--test", "--test-reporter=tap", "suite.mjs");
    assertThat(run(modules, suite, Map.of())).contains("# fail 0", "# pass 10");
    wasStoppedOnce();
    model.next(StubAnswer.status(400, Duration.ZERO, TOO_LONG));
    assertThat(run(modules, suite, Map.of("ONLY", "too-long"))).contains("# fail 0", "# pass 1");
  }

  private void wasStoppedOnce() {
    assertThat(StubModel.await(Duration.ofSeconds(2), () -> model.cancellations() == 1)).isTrue();
    assertThat(model.requests()).anyMatch(request -> request.body().contains("\"END\""));
    assertThat(model.requests()).anyMatch(request -> request.body().contains("json_object"));
  }

  /** Runs the commands unless they ran for the same list before. */
  @SafeVarargs
  private static void fetch(Path list, Path into, List<String>... commands) throws Exception {
    Path done = into.resolve(".fetched");
    String wanted = Files.readString(list);
    if (Files.exists(done) && Files.readString(done).equals(wanted)) {
      return;
    }
    Files.createDirectories(into);
    for (List<String> command : commands) {
      execute(into, command, Map.of());
    }
    Files.writeString(done, wanted);
  }

  private String run(Path folder, List<String> command, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("OPENAI_BASE_URL", api.uri("/v1").toString());
    environment.put("OPENAI_API_KEY", api.adminToken());
    environment.put("NO_PROXY", "127.0.0.1,localhost");
    return execute(folder, command, environment);
  }

  private static String execute(Path folder, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("client", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    Files.delete(output);
    assertThat(ended && process.exitValue() == 0).as(command + " said:\n" + said).isTrue();
    return said;
  }
}
