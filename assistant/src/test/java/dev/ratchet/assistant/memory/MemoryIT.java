package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.ratchet.domain.Message;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

class MemoryIT {
  private static final EmbeddingModel MODEL = new AllMiniLmL6V2QuantizedEmbeddingModel();
  private static final RecallSettings SETTINGS =
      new RecallSettings(2, Duration.ofSeconds(20), Duration.ofSeconds(1));

  @TempDir static Path data;
  static RedisServer server;
  static UnifiedJedis redis;

  @TempDir Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = RedisServer.start(data);
    redis = Redis.connect(new RedisSettings(server.url(), null, false));
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

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  /** An api process, as far as memory goes. */
  private final class Node {
    final MemoryManager memory;
    final Sessions sessions;
    final ConversationManager conversations;

    Node(Judge judge) {
      memory = new MemoryManager(redis, folder, judge, MODEL, "minilm", SETTINGS);
      opened.addFirst(memory);
      sessions = new Sessions(redis, Instant::now, memory::removed);
      Summaries summaries =
          new Summaries(
              redis,
              Instant::now,
              judge,
              new BpeTokenCounter(),
              Doubles.FENCE,
              SummarySettings.STANDARD,
              prompt -> "",
              () -> false);
      opened.add(summaries);
      conversations =
          new ConversationManager(
              redis, Instant::now, judge, new BpeTokenCounter(), Doubles.FENCE, memory, summaries);
    }

    void say(String user, String session, String turn, String question, String answer) {
      say(user, session, turn, question, answer, Doubles.NOW);
    }

    void say(
        String user, String session, String turn, String question, String answer, Instant when) {
      sessions.open(user, session, "");
      conversations.addTurn(user, session, Doubles.turn(turn, session, question, answer, when));
    }

    List<String> recall(String user, String query) {
      return memory.recall(user, query, RecallFilter.ALL, 5).stream()
          .map(Recalled::turnId)
          .distinct()
          .toList();
    }
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(limit);
      Thread.sleep(20);
    }
  }

  private void story(Node node, String user) {
    node.say(user, "s1", "pets", "My dog is called Bruno and he loves swimming.", "Good dog!");
    node.say(user, "s1", "deploy", "How do we deploy the billing service?", "With make release.");
    node.say(user, "s2", "lunch", "I had ramen for lunch.", "Tasty.");
    node.say(user, "s2", "port", "Which port has the staging database?", "It is 5544.");
  }

  @Test
  void findsByWordsAndByMeaningAcrossSessionsAndSaysWhy() throws Exception {
    Node node = new Node(Doubles.LENIENT);
    story(node, "vera");
    assertThat(node.recall("vera", "staging database port").getFirst()).isEqualTo("port");
    List<Recalled> found = node.memory.recall("vera", "deploy billing", RecallFilter.ALL, 3);
    assertThat(found.getFirst().turnId()).isEqualTo("deploy");
    assertThat(found.getFirst().sessionId()).isEqualTo("s1");
    assertThat(found.getFirst().role()).isEqualTo(Message.Role.USER);
    assertThat(found.getFirst().why()).startsWith("same words (billing, deploy), 1.00");
    assertThat(found).allMatch(one -> one.score() >= 0 && one.score() <= 1);

    // Not a word of the question stands in the answer: only vectors can know.
    eventually(
        () -> {
          List<Recalled> byMeaning =
              node.memory.recall("vera", "the animal of the family", RecallFilter.ALL, 1);
          return !byMeaning.isEmpty()
              && byMeaning.getFirst().turnId().equals("pets")
              && byMeaning.getFirst().why().contains("similar meaning");
        });
  }

  @Test
  void theEndOfALongAnswerIsFoundByItsMeaning() throws Exception {
    Node node = new Node(Doubles.LENIENT);
    String filler = "The meeting went on about budgets, rooms and chairs for a while. ".repeat(30);
    node.say("vera", "s", "long", "Notes?", filler + "At last a feline jumped onto the table.");
    node.say("vera", "s", "other", "Weather?", "It rained all day long in the valley.");
    eventually(() -> node.recall("vera", "cats").contains("long"));
  }

  @Test
  void narrowsBySessionAndTime() {
    Node node = new Node(Doubles.LENIENT);
    for (int day = 1; day <= 6; day++) {
      node.say(
          "vera",
          "s" + day % 2,
          "t" + day,
          "The release number " + day + " of the parser",
          "Noted.",
          Instant.parse("2026-02-0" + day + "T12:00:00Z"));
    }
    assertThat(ids(node, new RecallFilter("s1", null, null)))
        .containsExactlyInAnyOrder("t1", "t3", "t5");
    assertThat(
            ids(
                node,
                new RecallFilter(
                    null,
                    Instant.parse("2026-02-02T12:00:00Z"),
                    Instant.parse("2026-02-04T12:00:00Z"))))
        .containsExactlyInAnyOrder("t2", "t3");
    assertThat(ids(node, new RecallFilter("none", Instant.MIN, Instant.MAX))).isEmpty();
    assertThat(node.memory.list("vera", new RecallFilter("s0", null, null), 1, 2))
        .extracting(Recalled::turnId, Recalled::role)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("t6", Message.Role.USER),
            org.assertj.core.groups.Tuple.tuple("t4", Message.Role.ASSISTANT));
    assertThat(node.memory.list("vera", RecallFilter.ALL, 0, 100)).hasSize(12);
  }

  private static List<String> ids(Node node, RecallFilter filter) {
    return node.memory.recall("vera", "release parser", filter, 20).stream()
        .map(Recalled::turnId)
        .distinct()
        .toList();
  }

  @Test
  void nobodyRecallsWhatAnotherSaid() throws Exception {
    Node node = new Node(Doubles.LENIENT);
    story(node, "vera");
    node.say("eve", "s1", "mine", "I know nothing of any database.", "All right.");
    eventually(() -> Everything.in(redis).contains("embedding"));
    List<String> queries =
        List.of("staging database port", "*", "*:*", "session:s1", "id:port.q", "vera", "Bruno");
    for (String user :
        List.of("eve", "Vera", "vera ", " vera", "vera}", "{vera}", "ver*", "vera:", "../vera")) {
      for (String query : queries) {
        for (RecallFilter filter :
            List.of(
                RecallFilter.ALL,
                new RecallFilter("s1", null, null),
                new RecallFilter("s2", Instant.MIN, Instant.MAX))) {
          assertThat(node.memory.recall(user, query, filter, 50))
              .allMatch(one -> one.turnId().equals("mine") && user.equals("eve"));
          assertThat(node.memory.list(user, filter, 0, 50))
              .allMatch(one -> one.turnId().equals("mine") && user.equals("eve"));
        }
      }
      for (String turn : List.of("port", "pets", "port.q", "*", "vera:turn:port")) {
        assertThat(node.memory.delete(user, turn)).isFalse();
      }
      Context context =
          node.conversations.getContext(user, "s1", "", "staging database port?", 2_000);
      assertThat(context.messages().toString()).doesNotContain("5544", "Bruno");
    }
    assertThat(node.recall("vera", "staging database port").getFirst()).isEqualTo("port");
  }

  @Test
  void twoProcessesSeeEachOthersTurnsAtOnce() throws Exception {
    Node one = new Node(Doubles.LENIENT);
    Node other = new Node(Doubles.LENIENT);
    story(one, "vera");
    assertThat(other.recall("vera", "staging database").getFirst()).isEqualTo("port");
    other.say("vera", "s3", "late", "The walrus is on the keyboard.", "Oh.");
    assertThat(one.recall("vera", "walrus").getFirst()).isEqualTo("late");
    // Vectors, too, which only one of them makes.
    eventually(() -> one.recall("vera", "a marine mammal").contains("late"));
    eventually(() -> other.recall("vera", "a marine mammal").contains("late"));
    assertThat(other.memory.delete("vera", "late")).isTrue();
    assertThat(one.recall("vera", "walrus")).doesNotContain("late");
  }

  @Test
  void followsOtherProcessesWithoutBeingAsked() throws Exception {
    Node one = new Node(Doubles.LENIENT);
    Node other = new Node(Doubles.LENIENT);
    story(one, "vera");
    one.recall("vera", "xylophone");
    other.say("vera", "s3", "late", "The xylophone is broken.", "Oh.");
    one.recall("vera", "xylophone");
    assertThat(other.memory.delete("vera", "late")).isTrue();
    Thread.sleep(1_500);
    assertThat(onDisk("xylophon")).isFalse();
  }

  @Test
  void whatIsDeletedIsNowhere() throws Exception {
    Node node = new Node(Doubles.LENIENT);
    story(node, "vera");
    node.say("vera", "s1", "gone", "The quokka ate my zucchini.", "How sad for the zucchini.");
    node.say("vera", "s3", "gone2", "Zucchini again!", "A quokka again?");
    eventually(() -> vectors() == 6);
    node.memory.close();
    opened.removeFirst();
    assertThat(onDisk("zucchini")).as("what is looked for can be found").isTrue();

    Node again = new Node(Doubles.LENIENT);
    assertThat(again.recall("vera", "zucchini")).contains("gone", "gone2");
    assertThat(again.memory.delete("vera", "gone")).isTrue();
    assertThat(again.sessions.delete("vera", "s3")).isTrue();
    assertThat(again.recall("vera", "zucchini quokka")).doesNotContain("gone", "gone2");
    assertThat(Everything.in(redis).toLowerCase(Locale.ROOT)).doesNotContain("zucchini", "quokka");
    assertThat(onDisk("zucchini")).isFalse();
    assertThat(onDisk("quokka")).isFalse();
    assertThat(onDisk("gone")).as("nor its id").isFalse();
    assertThat(again.recall("vera", "Bruno the dog")).contains("pets");
  }

  @Test
  void anIndexThatNobodyUsesKeepsNothingThatIsDeleted() throws Exception {
    Node idle = new Node(Doubles.LENIENT);
    idle.say("vera", "s1", "gone", "The quokka ate my zucchini.", "How sad.");
    idle.recall("vera", "quokka");
    for (String user : List.of("a", "b", "c")) {
      idle.say(user, "s", "t", "hello there", "hi");
      idle.recall(user, "hello");
    }
    assertThat(onDisk("zucchini")).isTrue();
    new Sessions(redis, Instant::now, user -> {}).delete("vera", "s1");
    eventually(() -> !onDisk("zucchini"));
  }

  private long vectors() {
    return redis.keys("*:turn:*").stream().filter(key -> redis.hexists(key, "vectors")).count();
  }

  private boolean onDisk(String word) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (content.contains(word)) {
          return true;
        }
      }
      return false;
    } catch (IOException | java.io.UncheckedIOException vanished) {
      return true;
    }
  }

  @Test
  void indexesAreMadeAgainWhenTheirFilesAreGoneOrDamaged() throws Exception {
    Node node = new Node(Doubles.LENIENT);
    story(node, "vera");
    eventually(() -> vectors() == 4);
    for (int damage = 0; damage < 3; damage++) {
      opened.removeFirst().close();
      damage(damage);
      node = new Node(Doubles.LENIENT);
      assertThat(node.recall("vera", "staging database").getFirst()).isEqualTo("port");
      assertThat(node.recall("vera", "the animal of the family").getFirst()).isEqualTo("pets");
    }
  }

  private void damage(int how) throws IOException {
    if (how == 0) {
      Folders.delete(folder);
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(path -> path.toString().contains(how == 1 ? "words" : "meanings"))
              .toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
  }

  @Test
  void aRedisThatLostEverythingEmptiesTheIndexes() {
    Node node = new Node(Doubles.LENIENT);
    story(node, "vera");
    assertThat(node.recall("vera", "staging database")).isNotEmpty();
    redis.flushAll();
    assertThat(node.recall("vera", "staging database")).isEmpty();
    node.say("vera", "s1", "new", "The staging area is closed.", "I see.");
    assertThat(node.recall("vera", "staging database")).containsExactly("new");
  }

  @Test
  void whatTheFilterBlocksIsNotRecalledAndANewFilterJudgesAgain() {
    Node node = new Node(Doubles.judge("1", text -> text.contains("5544")));
    story(node, "vera");
    assertThat(node.memory.recall("vera", "staging database port", RecallFilter.ALL, 10))
        .extracting(Recalled::text)
        .contains("Which port has the staging database?")
        .doesNotContain("It is 5544.");
    Node stricter = new Node(Doubles.judge("2", text -> text.contains("staging")));
    assertThat(stricter.memory.recall("vera", "staging database port", RecallFilter.ALL, 10))
        .extracting(Recalled::text)
        .contains("It is 5544.")
        .doesNotContain("Which port has the staging database?");
    assertThat(redis.hget(UserKeys.of("vera").turn("port"), "judged")).contains("\"2\"");
  }

  @Test
  void turnsOfAProcessThatDiedAreEmbeddedByAnother() throws Exception {
    // As if it had died right after the turn was acknowledged.
    Sessions sessions = new Sessions(redis, Instant::now, user -> {});
    sessions.open("vera", "s", "");
    new TurnStore(redis)
        .add(
            "vera",
            Doubles.turn("t", "s", "My dog is called Bruno.", "Good dog!"),
            new Judgement("1", Doubles.allow(), Doubles.allow()),
            Doubles.NOW);
    Node node = new Node(Doubles.LENIENT);
    assertThat(node.recall("vera", "Bruno")).containsExactly("t");
    eventually(() -> vectors() == 1);
  }

  @Test
  void knowsTheLatestWholeAnswerToTheSameQuestion() {
    Node node = new Node(Doubles.LENIENT);
    story(node, "vera");
    node.say("vera", "s4", "port2", "which port has staging database", "It is 5545 now.");
    Turn cut =
        Turn.of(
            "port3",
            "s4",
            "Which port has the staging database?",
            Doubles.NOW,
            "It",
            Doubles.NOW,
            java.util.Map.of("partial", "true"));
    node.conversations.addTurn("vera", "s4", cut);
    assertThat(node.memory.answered("vera", "Which port has the staging database, please?"))
        .map(turn -> turn.answer().content())
        .contains("It is 5545 now.");
    assertThat(node.memory.answered("vera", "Which port has the production database?")).isEmpty();
    assertThat(node.memory.answered("eve", "Which port has the staging database?")).isEmpty();
  }

  @Test
  void refusesSenselessRequests() {
    Node node = new Node(Doubles.LENIENT);
    assertThat(node.memory.recall("vera", " \n", RecallFilter.ALL, 5)).isEmpty();
    assertThat(node.memory.recall("vera", "what is it?", RecallFilter.ALL, 5)).isEmpty();
    assertThatThrownBy(() -> node.memory.recall("vera", "x", RecallFilter.ALL, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> node.memory.list("vera", RecallFilter.ALL, -1, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
