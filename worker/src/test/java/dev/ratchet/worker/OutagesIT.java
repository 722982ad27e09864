package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.event.RunEvents;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.worker.CycleSystem.Run;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

/** What a run needs goes away for a while, in the middle of it. */
@Timeout(120)
@ExtendWith(CycleSystem.Shared.class)
class OutagesIT {
  /** Long enough for calls and their first retries to fail. */
  private static final Duration AWAY = Duration.ofSeconds(5);

  private static CycleSystem system;

  @TempDir Path folder;

  @BeforeAll
  static void start(CycleSystem shared) throws Exception {
    system = shared;
    system.needsSandbox();
  }

  private OwnedRepository slow() throws Exception {
    return OwnedRepository.built(folder, "sleep 1\n" + OwnedRepository.PASSES);
  }

  /** A run whose build is under way. */
  private Run building(OwnedRepository repository) throws Exception {
    Run run = system.start(repository);
    run.await(status -> status.doing().contains("measuring the base"));
    return run;
  }

  private static void completes(Run run, OwnedRepository repository, Map<String, String> before)
      throws Exception {
    assertThat(CycleSystem.outcome(run.end())).startsWith("COMPLETED: 1 of 1");
    assertThat(repository.git("show", OwnedRepository.BRANCH + ":" + OwnedRepository.SOURCE))
        .contains("@Override");
    assertThat(repository.state(false)).isEqualTo(before);
  }

  @Test
  void redisIsGone() throws Exception {
    OwnedRepository repository = slow();
    Map<String, String> before = repository.state(false);
    Run run = building(repository);
    system.redis.kill();
    try {
      Thread.sleep(AWAY);
    } finally {
      system.redis.restart();
    }
    completes(run, repository, before);
    try (UnifiedJedis redis = Redis.connect(new RedisSettings(system.redis.url(), null, false))) {
      assertThat(new RunEvents(redis).read(run.id(), RunEvents.START, 1_000).toString())
          .contains("run-started", "run-ended");
    }
  }

  @Test
  void temporalIsGone() throws Exception {
    OwnedRepository repository = slow();
    Map<String, String> before = repository.state(false);
    Run run = building(repository);
    system.temporal.kill();
    try {
      Thread.sleep(AWAY);
    } finally {
      system.temporal.restart();
    }
    completes(run, repository, before);
  }

  @Test
  void theDiskIsFull() throws Exception {
    assumeTrue(system.root(), "only root can mount a small disk");
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        exit("mount", "-t", "tmpfs", "-o", "size=64m", "ratchet-test", disk.toString()) == 0,
        "no file system can be mounted here");
    try {
      OwnedRepository repository = OwnedRepository.tiny(folder.resolve("repo"));
      Map<String, String> before = repository.state(false);
      DataFolder home = new DataFolder(disk);
      try (RatchetWorker worker = system.worker(home)) {
        assertThat(worker).isNotNull();
        Path filler = disk.resolve("filler");
        fill(filler);
        Run run = system.start(system.target(repository.folder), 1, false, home);
        assertThat(failure(run)).contains("No space left on device");
        Files.delete(filler);
        completes(run, repository, before);
      }
    } finally {
      exit("umount", "-l", disk.toString());
    }
  }

  private static int exit(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  /** Why an activity of the run has to be tried again, once one has. */
  private static String failure(Run run) throws Exception {
    for (int tries = 0; tries < 300; tries++) {
      var described =
          system
              .connection
              .stubs()
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace("default")
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(run.id()))
                      .build());
      for (var activity : described.getPendingActivitiesList()) {
        if (activity.hasLastFailure()) {
          return activity.getLastFailure().toString();
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no activity of " + run.id() + " failed");
  }
}
