package dev.ratchet.benchmark;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.memory.ConversationManager;
import dev.ratchet.assistant.memory.MemoryManager;
import dev.ratchet.assistant.memory.MiniLm;
import dev.ratchet.assistant.memory.RecallFilter;
import dev.ratchet.assistant.memory.RecallSettings;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.memory.Turn;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import redis.clients.jedis.UnifiedJedis;

/** How long a recall over many turns takes, beside embedding its question. */
public final class RecallTime {
  private static final String USER = "vera";
  private static final int RECALLS = 500;

  private static final String[] SUBJECTS = {
    "the billing service",
    "my sister",
    "the garden",
    "a library",
    "the parser",
    "our trip",
    "the budget",
    "a recipe",
    "the neighbour",
    "the build",
    "a novel",
    "the car",
    "the database",
    "a meeting",
    "the weather",
    "the exam"
  };
  private static final String[] DEEDS = {
    "was moved to",
    "needs more time for",
    "has nothing to do with",
    "is better than",
    "was broken by",
    "depends on",
    "reminds me of",
    "was paid by",
    "is waiting for",
    "replaced"
  };

  private final Random random = new Random(1);

  private RecallTime() {}

  /** Arguments: the packaged system, which is not used, and the number of turns. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("ratchet-recall");
    try (TurnDrill drill = new TurnDrill(folder, 1)) {
      new RecallTime().measure(drill, folder, Integer.parseInt(arguments[1]));
    }
    KillDrill.delete(folder);
    System.exit(0);
  }

  private String sentence() {
    return "%s %s %s, number %d, and %s %s %s"
        .formatted(
            SUBJECTS[random.nextInt(SUBJECTS.length)],
            DEEDS[random.nextInt(DEEDS.length)],
            SUBJECTS[random.nextInt(SUBJECTS.length)],
            random.nextInt(5_000),
            SUBJECTS[random.nextInt(SUBJECTS.length)],
            DEEDS[random.nextInt(DEEDS.length)],
            SUBJECTS[random.nextInt(SUBJECTS.length)]);
  }

  private void measure(TurnDrill drill, Path folder, int turns) throws Exception {
    drill.startRedis();
    EmbeddingModel model = MiniLm.load();
    try (UnifiedJedis redis = Redis.connect(new RedisSettings(drill.url(), null, false))) {
      Instant start = Instant.now();
      try (MemoryManager memory = memory(redis, folder, model)) {
        fill(redis, memory, turns);
        System.out.printf("%d turns stored after %d s%n", turns, seconds(start));
        awaitVectors(redis);
        System.out.printf("all embedded after %d s%n", seconds(start));
        time(memory, model);
      }
      KillDrill.delete(folder.resolve("indexes"));
      try (MemoryManager memory = memory(redis, folder, model)) {
        Instant again = Instant.now();
        memory.recall(USER, "the garden", RecallFilter.ALL, 8);
        System.out.printf(
            Locale.ROOT,
            "indexes made anew from Redis: %.1f s%n",
            Duration.between(again, Instant.now()).toMillis() / 1_000.0);
      }
    }
  }

  private static MemoryManager memory(UnifiedJedis redis, Path folder, EmbeddingModel model) {
    return new MemoryManager(
        redis,
        folder.resolve("indexes"),
        TurnWriter.LENIENT,
        model,
        "minilm",
        new RecallSettings(32, Duration.ofMinutes(5), Duration.ofSeconds(10)));
  }

  private void fill(UnifiedJedis redis, MemoryManager memory, int turns) {
    Sessions sessions = new Sessions(redis, InstantSource.system(), memory::removed);
    ConversationManager conversations = TurnWriter.conversations(redis, memory);
    for (int i = 0; i < turns; i++) {
      String session = "s" + i / 50;
      if (i % 50 == 0) {
        sessions.open(USER, session, "");
      }
      Instant when = Instant.now().minus(Duration.ofMinutes(turns - i));
      conversations.addTurn(
          USER,
          session,
          Turn.of("t" + i, session, sentence() + "?", when, sentence() + ".", when, Map.of()));
    }
  }

  private static void awaitVectors(UnifiedJedis redis) throws InterruptedException {
    long missing = 1;
    while (missing > 0) {
      Thread.sleep(1_000);
      missing =
          redis.keys("ratchet:{user:" + USER + "}:turn:*").stream()
              .filter(key -> !redis.hexists(key, "vectors"))
              .count();
    }
    Thread.sleep(2_000);
  }

  private void time(MemoryManager memory, EmbeddingModel model) {
    double[] embedding = new double[RECALLS];
    double[] whole = new double[RECALLS];
    for (int i = -RECALLS / 2; i < RECALLS; i++) {
      String question = sentence() + "?";
      long start = System.nanoTime();
      model.embed(question);
      long embedded = System.nanoTime();
      memory.recall(USER, question, RecallFilter.ALL, 8);
      long end = System.nanoTime();
      if (i >= 0) {
        embedding[i] = (embedded - start) / 1e6;
        whole[i] = (end - embedded) / 1e6;
      }
    }
    print("embedding the question alone", embedding);
    print("a recall, with embedding", whole);
    double[] above = new double[RECALLS];
    Arrays.setAll(above, i -> whole[i] - embedding[i]);
    print("the recall above the embedding", above);
  }

  private static void print(String what, double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f ms | %.1f ms | %.1f ms |%n",
        what,
        sorted[sorted.length / 2],
        sorted[sorted.length * 9 / 10],
        sorted[sorted.length * 99 / 100]);
  }

  private static long seconds(Instant since) {
    return Duration.between(since, Instant.now()).toSeconds();
  }
}
