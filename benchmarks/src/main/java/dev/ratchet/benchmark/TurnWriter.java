package dev.ratchet.benchmark;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.ratchet.assistant.memory.ConversationManager;
import dev.ratchet.assistant.memory.Judge;
import dev.ratchet.assistant.memory.MemoryManager;
import dev.ratchet.assistant.memory.RecallSettings;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.memory.Summaries;
import dev.ratchet.assistant.memory.SummarySettings;
import dev.ratchet.assistant.memory.Turn;
import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Says turns as fast as a few busy users would, and prints each that was acknowledged: what the
 * drill kills.
 */
public final class TurnWriter {
  static final int USERS = 4;
  static final Judge LENIENT = new Lenient();

  /** Turns of one session: with many more, what is drilled would be long sessions. */
  private static final int SESSION = 500;

  private final ConversationManager conversations;
  private final Sessions sessions;
  private final PrintStream out;
  private final String attempt;

  private TurnWriter(
      ConversationManager conversations, Sessions sessions, PrintStream out, String attempt) {
    this.conversations = conversations;
    this.sessions = sessions;
    this.out = out;
    this.attempt = attempt;
  }

  /**
   * Arguments: Redis's address, the folder of indexes, this attempt's name, and each user's next
   * number.
   */
  public static void main(String[] arguments) throws InterruptedException {
    UnifiedJedis redis = Redis.connect(new RedisSettings(arguments[0], null, false));
    MemoryManager memory = memory(redis, Path.of(arguments[1]));
    Sessions sessions = new Sessions(redis, InstantSource.system(), memory::removed);
    ConversationManager conversations = conversations(redis, memory);
    TurnWriter writer = new TurnWriter(conversations, sessions, System.out, arguments[2]);
    for (int user = 0; user < USERS; user++) {
      int name = user;
      int next = Integer.parseInt(arguments[3 + user]);
      Thread.ofPlatform().start(() -> writer.talk(name, next));
    }
    Thread.currentThread().join();
  }

  static MemoryManager memory(UnifiedJedis redis, Path folder) {
    return new MemoryManager(
        redis, folder, LENIENT, new Letters(), "letters", RecallSettings.STANDARD);
  }

  static ConversationManager conversations(UnifiedJedis redis, MemoryManager memory) {
    Summaries none =
        new Summaries(
            redis,
            InstantSource.system(),
            LENIENT,
            String::length,
            (name, text) -> text,
            SummarySettings.STANDARD,
            prompt -> "",
            () -> false);
    return new ConversationManager(
        redis, InstantSource.system(), LENIENT, String::length, (name, text) -> text, memory, none);
  }

  static String user(int user) {
    return "user " + user;
  }

  static String session(int number) {
    return "s" + number / SESSION;
  }

  static String turn(int user, int number) {
    return "t-" + user + "-" + number;
  }

  /** A word that no other turn has. */
  static String word(int user, int number) {
    StringBuilder word = new StringBuilder("zq");
    for (char digit : (user + "x" + number).toCharArray()) {
      word.append(digit == 'x' ? 'k' : (char) ('a' + digit - '0'));
    }
    return word.append("qz").toString();
  }

  private void talk(int user, int from) {
    Random random = new Random(from * 31L + user);
    for (int number = from; ; number++) {
      int now = number;
      again(() -> sessions.open(user(user), session(now), ""));
      CompletableFuture<String> twice =
          random.nextInt(10) == 0
              ? CompletableFuture.supplyAsync(() -> again(() -> say(user, now, "again")))
              : CompletableFuture.completedFuture("");
      String stored = again(() -> say(user, now, "once"));
      String other = twice.join();
      if (!other.isEmpty() && !other.equals(stored)) {
        out.println("fault " + turn(user, now) + " was acknowledged as two turns");
      }
      out.println("ack " + user + " " + now + " " + stored);
      pause(random.nextInt(6));
    }
  }

  /** As a client does who was told that it did not work. */
  private static <T> T again(Supplier<T> request) {
    while (true) {
      try {
        return request.get();
      } catch (JedisException gone) {
        pause(50);
      }
    }
  }

  /** Gives what is stored, which an earlier attempt may have sent. */
  private String say(int user, int number, String how) {
    Instant now = Instant.now();
    String said = attempt + "-" + how;
    return conversations
        .addTurn(
            user(user),
            session(number),
            Turn.of(
                turn(user, number),
                session(number),
                "What is " + word(user, number) + "?",
                now,
                said,
                now,
                Map.of()))
        .answer()
        .content();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Lenient() implements Judge {
    @Override
    public String version() {
      return "1";
    }

    @Override
    public FilterDecision judge(Message.Role role, String text) {
      return new FilterDecision.Allow();
    }
  }

  /** Counts letters by threes: what is drilled is where vectors lie, not what they mean. */
  private record Letters() implements EmbeddingModel {
    private static final int DIMENSION = 256;

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      return Response.from(
          segments.stream().map(segment -> Embedding.from(count(segment.text()))).toList());
    }

    private static float[] count(String text) {
      float[] counts = new float[DIMENSION];
      counts[0] = 1;
      for (int i = 2; i < text.length(); i++) {
        counts[Math.floorMod(text.substring(i - 2, i + 1).hashCode(), DIMENSION)]++;
      }
      return counts;
    }
  }
}
