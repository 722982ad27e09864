package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

/** Processes that share a model server's slots through a real Redis. */
class SharedSlotsIT {
  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir Path folder;
  private RedisServer server;
  private UnifiedJedis redis;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() {
    server = RedisServer.start(folder);
    redis = connect();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    redis.close();
    server.close();
  }

  private UnifiedJedis connect() {
    return Redis.connect(new RedisSettings(server.url(), null, false));
  }

  private static LmStudioConfig config(int slots) {
    return LmStudioConfig.STANDARD.withSlots(slots, 20);
  }

  /** As another process would have them. */
  private ModelSlots process(int slots) {
    ModelSlots process = ModelSlots.shared(redis, config(slots));
    open.add(process);
    return process;
  }

  @Test
  void neverGivesMoreThanTheServersSlots() throws Exception {
    List<ModelSlots> processes = List.of(process(3), process(3), process(3));
    AtomicInteger active = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      ModelSlots mine = processes.get(n % 3);
      String user = "user " + n;
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int round = 0; round < 15; round++) {
                  try (Slot slot = Queued.enter(mine, Lane.CHAT, user).slot()) {
                    most.accumulateAndGet(active.incrementAndGet(), Math::max);
                    Thread.sleep(10);
                    active.decrementAndGet();
                    done.incrementAndGet();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(done).hasValue(180);
    assertThat(most).hasValue(3);
  }

  @Test
  void costsNoCallOfRedisWhenASlotIsLeased() {
    ModelSlots slots = process(4);
    Queued.enter(slots, Lane.CHAT, "ada").slot().close();
    String before = calls();
    for (int n = 0; n < 20_000; n++) {
      Queued queued = Queued.enter(slots, Lane.CHAT, "ada");
      assertThat(queued.in()).isTrue();
      queued.slot().close();
    }
    int more = Integer.parseInt(calls()) - Integer.parseInt(before);
    assertThat(more).isLessThan(20);
  }

  private String calls() {
    return redis
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_eval:"))
        .map(line -> line.replaceAll(".*calls=(\\d+),.*", "$1"))
        .findFirst()
        .orElse("0");
  }

  @Test
  void handsAnIdleSlotToWhoeverWaits() {
    ModelSlots one = process(1);
    ModelSlots other = process(1);
    Queued.enter(one, Lane.CHAT, "ada").slot().close();
    assertThat(one.held()).isEqualTo(1);
    long before = System.nanoTime();
    Queued.enter(other, Lane.CHAT, "bob").slot(SOON).close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void letsChatGoBeforeImprovementOfAnotherProcess() {
    ModelSlots worker = process(1);
    ModelSlots api = process(1);
    Slot running = Queued.enter(worker, Lane.IMPROVEMENT, "run").slot();
    Queued next = Queued.enter(worker, Lane.IMPROVEMENT, "run");
    Queued chat = Queued.enter(api, Lane.CHAT, "ada");
    assertThat(StubModel.await(SOON, () -> !chat.positions().isEmpty())).isTrue();
    // The worker hears of it a moment later.
    assertThat(StubModel.await(SOON, worker::contended)).isTrue();
    running.close();
    Slot slot = chat.slot(SOON);
    assertThat(next.in()).isFalse();
    slot.close();
    next.slot(SOON).close();
  }

  @Test
  void processesTakeTurnsOverOneSlot() {
    ModelSlots one = process(1);
    ModelSlots other = process(1);
    Slot first = Queued.enter(one, Lane.CHAT, "ada").slot();
    List<Queued> mine = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      mine.add(Queued.enter(one, Lane.CHAT, "ada"));
    }
    Queued bobs = Queued.enter(other, Lane.CHAT, "bob");
    assertThat(StubModel.await(SOON, () -> !bobs.positions().isEmpty())).isTrue();
    assertThat(bobs.positions().getFirst()).isLessThanOrEqualTo(3);
    first.close();
    int before = 0;
    while (!bobs.in()) {
      for (Queued each : List.copyOf(mine)) {
        if (each.in()) {
          before++;
          mine.remove(each);
          each.slot().close();
        }
      }
      assertThat(before).as("of one process before the other's turn").isLessThanOrEqualTo(3);
    }
    bobs.slot().close();
    mine.forEach(each -> each.slot().close());
  }

  @Test
  void aKilledProcessLosesItsSlotsInSeconds() throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SlotHog.class.getName(),
                server.url(),
                "2")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out = victim.inputReader()) {
      assertThat(out.lines().filter(line -> line.startsWith("holding")).findFirst())
          .contains("holding 2");
      ModelSlots survivor = process(2);
      Queued waiting = Queued.enter(survivor, Lane.CHAT, "ada");
      assertThat(StubModel.await(SOON, () -> !waiting.positions().isEmpty())).isTrue();
      victim.destroyForcibly().waitFor();
      long killed = System.nanoTime();
      Slot slot = waiting.slot(Duration.ofSeconds(8));
      assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(5));
      Slot second = Queued.enter(survivor, Lane.CHAT, "ada").slot(SOON);
      slot.close();
      second.close();
    } finally {
      victim.destroyForcibly();
    }
  }

  /** A process that takes slots and keeps them until it is killed. */
  static final class SlotHog {
    private SlotHog() {}

    public static void main(String[] arguments) throws Exception {
      UnifiedJedis redis = Redis.connect(new RedisSettings(arguments[0], null, false));
      int count = Integer.parseInt(arguments[1]);
      ModelSlots slots = ModelSlots.shared(redis, config(count));
      for (int n = 0; n < count; n++) {
        Queued.enter(slots, Lane.IMPROVEMENT, "hog").slot();
      }
      System.out.println("holding " + slots.busy());
      Thread.sleep(Duration.ofMinutes(1));
    }
  }

  @Test
  void goesOnWithoutRedisAndSharesAgainAfterwards() {
    ModelSlots one = process(2);
    ModelSlots other = process(2);
    Slot running = Queued.enter(one, Lane.CHAT, "ada").slot();
    server.kill();
    Slot second = Queued.enter(one, Lane.CHAT, "ada").slot(Duration.ofSeconds(8));
    Slot degraded = Queued.enter(other, Lane.CHAT, "bob").slot(Duration.ofSeconds(8));
    degraded.close();
    assertThat(StubModel.await(SOON, () -> !one.shared() && !other.shared())).isTrue();
    server.restart();
    assertThat(StubModel.await(Duration.ofSeconds(8), () -> one.shared() && other.shared()))
        .isTrue();
    Queued waits = Queued.enter(other, Lane.CHAT, "bob");
    assertThat(StubModel.await(SOON, () -> !waits.positions().isEmpty())).isTrue();
    assertThat(waits.in()).isFalse();
    running.close();
    waits.slot(SOON).close();
    second.close();
  }

  @Test
  void fencingTokensGrowEvenWhenRedisForgets() {
    ModelSlots one = process(1);
    long first;
    try (Slot slot = Queued.enter(one, Lane.CHAT, "ada").slot()) {
      first = slot.token();
    }
    one.close();
    redis.flushAll();
    try (Slot slot = Queued.enter(process(1), Lane.CHAT, "ada").slot()) {
      assertThat(slot.token()).isGreaterThan(first);
    }
  }

  @Test
  void leavesNothingBehindForAnIdleProcessAndExpiresTheRest() {
    ModelSlots one = process(2);
    Queued.enter(one, Lane.CHAT, "ada").slot().close();
    one.close();
    String key = "ratchet:{model:127.0.0.1:1234/v1}:slots";
    assertThat(redis.hkeys(key)).containsExactly("token");
    assertThat(redis.ttl(key)).isBetween(1L, 86_400L);
  }
}
