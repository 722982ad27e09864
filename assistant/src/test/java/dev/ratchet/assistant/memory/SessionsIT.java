package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.ConversationSession;
import dev.ratchet.domain.Message;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

class SessionsIT {
  @TempDir static Path folder;
  static RedisServer server;
  static UnifiedJedis redis;

  private Instant now = Doubles.NOW;
  private final List<String> removed = new ArrayList<>();
  private final Sessions sessions = new Sessions(redis, () -> now, removed::add);
  private final ConversationManager conversations = conversations(redis);

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
    redis = connect();
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @BeforeEach
  void empty() {
    redis.flushAll();
  }

  private static UnifiedJedis connect() {
    return Redis.connect(new RedisSettings(server.url(), null, false));
  }

  private ConversationManager conversations(UnifiedJedis client) {
    return new ConversationManager(
        client,
        () -> now,
        Doubles.LENIENT,
        String::length,
        Doubles.FENCE,
        Recall.NONE,
        new Summaries(
            client,
            () -> now,
            Doubles.LENIENT,
            String::length,
            Doubles.FENCE,
            SummarySettings.STANDARD,
            prompt -> "",
            () -> false));
  }

  private void say(String user, String session, String turn, String question, String answer) {
    conversations.addTurn(user, session, Doubles.turn(turn, session, question, answer, now));
  }

  @Test
  void listsTheMostRecentlyActiveFirst() {
    String first = sessions.create("vera", "First").id();
    now = now.plusSeconds(10);
    String second = sessions.create("vera", "").id();
    assertThat(sessions.list("vera", 0, 10))
        .extracting(ConversationSession::id)
        .containsExactly(second, first);
    now = now.plusSeconds(10);
    say("vera", first, "t1", "hello", "hi");
    assertThat(sessions.list("vera", 0, 10))
        .extracting(ConversationSession::id)
        .containsExactly(first, second);
    assertThat(sessions.list("vera", 1, 1))
        .extracting(ConversationSession::id)
        .containsExactly(second);
    assertThat(sessions.count("vera")).isEqualTo(2);
    assertThat(sessions.find("vera", first).orElseThrow().lastActivityAt()).isEqualTo(now);
    assertThat(sessions.find("vera", first).orElseThrow().createdAt()).isEqualTo(Doubles.NOW);
  }

  @Test
  void aClockThatIsSetBackMovesNoSession() {
    String id = sessions.create("vera", "").id();
    now = now.plus(Duration.ofHours(1));
    say("vera", id, "t1", "hello", "hi");
    now = now.minus(Duration.ofDays(1));
    say("vera", id, "t2", "hello again", "hi");
    assertThat(sessions.find("vera", id).orElseThrow().lastActivityAt())
        .isEqualTo(Doubles.NOW.plus(Duration.ofHours(1)));
    assertThat(sessions.load("vera", id).orElseThrow().messages())
        .extracting(Message::content)
        .containsExactly("hello", "hi", "hello again", "hi");
  }

  @Test
  void theFirstQuestionGivesTheTitle() {
    String id = sessions.create("vera", "").id();
    say("vera", id, "t1", "How do I\nrename a branch?", "git branch -m");
    say("vera", id, "t2", "And then?", "Push it.");
    assertThat(sessions.find("vera", id).orElseThrow().title())
        .isEqualTo("How do I rename a branch?");
    assertThat(sessions.rename("vera", id, "Branches\u0007")).isTrue();
    assertThat(sessions.find("vera", id).orElseThrow().title()).isEqualTo("Branches");
    assertThat(sessions.rename("vera", "none", "x")).isFalse();
  }

  @Test
  void opensTheSessionThatACallerNames() {
    sessions.open("vera", "my-own.id", "A");
    assertThat(sessions.open("vera", "my-own.id", "B").title()).isEqualTo("A");
    assertThat(sessions.count("vera")).isEqualTo(1);
    assertThatThrownBy(() -> sessions.open("vera", "a:turns", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pagesThroughTheHistory() {
    String id = sessions.create("vera", "").id();
    for (int i = 0; i < 7; i++) {
      say("vera", id, "t" + i, "q" + i, "a" + i);
    }
    List<String> read = new ArrayList<>();
    String before = null;
    List<Message> page = sessions.history("vera", id, before, 3);
    while (!page.isEmpty()) {
      read.addAll(0, page.stream().map(Message::content).toList());
      page = sessions.history("vera", id, page.getFirst().id(), 3);
    }
    assertThat(read)
        .containsExactly(
            "q0", "a0", "q1", "a1", "q2", "a2", "q3", "a3", "q4", "a4", "q5", "a5", "q6", "a6");
    assertThat(sessions.history("vera", id, "none.q", 3)).isEmpty();
    assertThat(sessions.history("vera", "no:session", null, 3)).isEmpty();
    assertThatThrownBy(() -> sessions.history("vera", id, null, 0)).hasMessageContaining("1 to");
  }

  @Test
  void theSameTurnSentTwiceIsOne() {
    String id = sessions.create("vera", "").id();
    say("vera", id, "t1", "first", "one");
    Turn again = conversations.addTurn("vera", id, Doubles.turn("t1", id, "second", "two"));
    assertThat(again.answer().content()).isEqualTo("one");
    assertThat(sessions.load("vera", id).orElseThrow().messages()).hasSize(2);
    assertThat(conversations.turn("vera", id, "t1").orElseThrow()).isEqualTo(again);
    assertThat(conversations.turn("vera", id, "t2")).isEmpty();
  }

  @Test
  void theSameTurnSentInParallelIsOne() throws Exception {
    String id = sessions.create("vera", "").id();
    try (UnifiedJedis other = connect();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      ConversationManager elsewhere = conversations(other);
      List<Callable<Turn>> writers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        ConversationManager one = i % 2 == 0 ? conversations : elsewhere;
        Turn turn = Doubles.turn("t" + i / 8, id, "q" + i, "a" + i);
        writers.add(() -> one.addTurn("vera", id, turn));
      }
      List<String> acknowledged = new ArrayList<>();
      for (Future<Turn> written : threads.invokeAll(writers)) {
        acknowledged.add(written.get().answer().content());
      }
      List<Message> stored = sessions.load("vera", id).orElseThrow().messages();
      assertThat(stored).hasSize(16);
      assertThat(stored).extracting(Message::content).containsAll(acknowledged);
    }
  }

  @Test
  void aTurnOfASessionThatIsGoneIsNotStored() {
    String id = sessions.create("vera", "").id();
    sessions.delete("vera", id);
    assertThatThrownBy(() -> say("vera", id, "t1", "late", "answer"))
        .isInstanceOfSatisfying(
            NotStoredException.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(NotStoredException.Reason.NO_SESSION));
    assertThat(redis.keys("*")).allMatch(key -> !key.contains("turn"));
  }

  @Test
  void aTurnThatIsTooLargeIsNotStored() {
    String id = sessions.create("vera", "").id();
    assertThatThrownBy(() -> say("vera", id, "t1", "x".repeat(MemoryBounds.TURN_BYTES), "y"))
        .isInstanceOfSatisfying(
            NotStoredException.class,
            refused -> assertThat(refused.reason()).isEqualTo(NotStoredException.Reason.TOO_LARGE));
  }

  @Test
  void whatIsFullIsRefusedAndNothingIsPushedOut() {
    String id = sessions.create("vera", "").id();
    String turns = UserKeys.of("vera").sessionTurns(id);
    for (int i = 0; i < MemoryBounds.SESSION_TURNS; i++) {
      redis.zadd(turns, i + 1.0, "filler" + i);
    }
    assertThatThrownBy(() -> say("vera", id, "t1", "one", "more"))
        .isInstanceOfSatisfying(
            NotStoredException.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(NotStoredException.Reason.SESSION_FULL));
    redis.hset(UserKeys.of("vera").state(), "bytes", Long.toString(MemoryBounds.BYTES));
    String other = sessions.create("vera", "").id();
    assertThatThrownBy(() -> say("vera", other, "t1", "one", "more"))
        .isInstanceOfSatisfying(
            NotStoredException.class,
            refused -> assertThat(refused.reason()).isEqualTo(NotStoredException.Reason.USER_FULL));
  }

  @Test
  void whatIsDeletedIsNowhereInRedis() {
    String kept = sessions.create("vera", "kept").id();
    String gone = sessions.create("vera", "").id();
    say("vera", kept, "t1", "stays here", "yes");
    say("vera", gone, "t2", "xylophone secrets", "marimba answers");
    assertThat(Everything.in(redis)).contains("xylophone", "marimba");
    assertThat(sessions.delete("vera", gone)).isTrue();
    assertThat(Everything.in(redis)).doesNotContain("xylophone", "marimba");
    assertThat(sessions.find("vera", gone)).isEmpty();
    assertThat(sessions.delete("vera", gone)).isFalse();
    assertThat(removed).containsExactly("vera");
    assertThat(sessions.load("vera", kept).orElseThrow().messages()).hasSize(2);

    assertThat(sessions.clear("vera", kept)).isTrue();
    assertThat(sessions.load("vera", kept).orElseThrow().messages()).isEmpty();
    assertThat(Everything.in(redis)).doesNotContain("stays here");
    assertThat(redis.hget(UserKeys.of("vera").state(), "bytes")).isEqualTo("0");
  }

  @Test
  void nobodySeesAnotherUsersSession() {
    String id = sessions.create("vera", "private").id();
    say("vera", id, "t1", "my secret", "noted");
    for (String other : List.of("eve", "Vera", "vera ", "vera}:session:" + id, "*", "{vera}")) {
      assertThat(sessions.find(other, id)).isEmpty();
      assertThat(sessions.load(other, id)).isEmpty();
      assertThat(sessions.list(other, 0, 10)).isEmpty();
      assertThat(sessions.history(other, id, null, 10)).isEmpty();
      assertThat(sessions.rename(other, id, "mine")).isFalse();
      assertThat(sessions.clear(other, id)).isFalse();
      assertThat(sessions.delete(other, id)).isFalse();
      assertThat(conversations.turn(other, id, "t1")).isEmpty();
      assertThatThrownBy(() -> say(other, id, "t9", "q", "a"))
          .isInstanceOf(NotStoredException.class);
    }
    assertThat(sessions.load("vera", id).orElseThrow().messages()).hasSize(2);
  }

  @Test
  void everythingIsThereAfterARestart() {
    String id = sessions.create("vera", "kept").id();
    say("vera", id, "t1", "remember me", "I do");
    server.restart();
    ConversationSession session = sessions.load("vera", id).orElseThrow();
    assertThat(session.title()).isEqualTo("kept");
    assertThat(session.messages()).extracting(Message::content).contains("remember me", "I do");
  }

  @Test
  void waitsForARedisThatIsBeingStarted() throws Exception {
    String id = sessions.create("vera", "").id();
    server.kill();
    Thread back =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Thread.sleep(700);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  server.restart();
                });
    say("vera", id, "t1", "during the outage", "kept");
    back.join();
    assertThat(conversations.turn("vera", id, "t1")).isPresent();
  }

  @Test
  void exportsForProgramsAndForPeople() throws Exception {
    String id = sessions.create("vera", "A *title*").id();
    say("vera", id, "t1", "show \"code\"", "```\nx < 1\n```");
    ConversationSession session = sessions.load("vera", id).orElseThrow();
    var json = MemoryJson.MAPPER.readTree(SessionExport.json(session));
    assertThat(json.at("/messages/1/content").asText()).isEqualTo("```\nx < 1\n```");
    assertThat(json.at("/messages/0/role").asText()).isEqualTo("user");
    assertThat(SessionExport.markdown(session))
        .startsWith("# A \\*title\\*\n")
        .contains("## You, 2026-03-01T10:00:00Z\n\nshow \"code\"\n")
        .contains("## Assistant, 2026-03-01T10:00:02Z\n\n```\nx < 1\n```\n");
  }
}
