package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

class SummariesIT {
  private static final SummarySettings SMALL = new SummarySettings(300, 100, 200, 40);

  @TempDir static Path folder;
  static RedisServer server;
  static UnifiedJedis redis;

  private final List<String> prompts = new CopyOnWriteArrayList<>();
  private final AtomicBoolean enabled = new AtomicBoolean();
  private Summarizer model = prompt -> "summary " + prompts.size();
  private final Summaries summaries =
      new Summaries(
          redis,
          () -> Doubles.NOW,
          Doubles.judge("1", text -> text.contains("forbidden")),
          new BpeTokenCounter(),
          Doubles.FENCE,
          SMALL,
          prompt -> {
            prompts.add(prompt);
            return model.summarize(prompt);
          },
          enabled::get);
  private final Sessions sessions = new Sessions(redis, () -> Doubles.NOW, user -> {});
  private final ConversationManager conversations =
      new ConversationManager(
          redis,
          () -> Doubles.NOW,
          Doubles.LENIENT,
          new BpeTokenCounter(),
          Doubles.FENCE,
          Recall.NONE,
          summaries);
  private String session;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
    redis = Redis.connect(new RedisSettings(server.url(), null, false));
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @BeforeEach
  void begin() {
    redis.flushAll();
    session = sessions.create("vera", "").id();
  }

  @AfterEach
  void end() {
    summaries.close();
  }

  private void say(int from, int until) {
    for (int i = from; i <= until; i++) {
      conversations.addTurn("vera", session, Doubles.turn("t" + i, session, "fact" + i, words(i)));
    }
  }

  /** About forty tokens. */
  private static String words(int i) {
    return ("about the matter number " + i + " there is much to say ").repeat(4);
  }

  @Test
  void summariesAreMadeOfTheOneBeforeAndTheTurnsSince() {
    say(1, 12);
    enabled.set(true);
    assertThat(conversations.summarizeOldContext("vera", session)).isTrue();
    List<Summary> all = summaries.all("vera", session);
    assertThat(all).hasSizeGreaterThan(1);
    List<String> sources = new ArrayList<>();
    all.forEach(summary -> sources.addAll(summary.sources()));
    assertThat(sources).doesNotHaveDuplicates().startsWith("t1", "t2", "t3").hasSizeBetween(6, 11);
    assertThat(prompts.get(0)).contains("fact1\n", "<turns>").doesNotContain("<summary>");
    assertThat(prompts.get(1))
        .contains("<summary>\nsummary 1\n</summary>")
        .doesNotContain("fact1\n");
    assertThat(sessions.find("vera", session).orElseThrow().summary())
        .isEqualTo(all.getLast().text());
    assertThat(sessions.load("vera", session).orElseThrow().messages()).hasSize(24);
    Context context = conversations.getContext("vera", session, "Be brief.", "And?", 420);
    assertThat(((SystemMessage) context.messages().getFirst()).text())
        .contains(all.getLast().text());
    for (int budget = 40; budget < 1_000; budget += 7) {
      Context within = conversations.getContext("vera", session, "Be brief.", "And?", budget);
      assertThat(within.tokens()).isLessThanOrEqualTo(budget).isEqualTo(count(within));
    }
  }

  private static int count(Context context) {
    TokenCounter tokens = new BpeTokenCounter();
    int sum = TokenCounter.BEFORE_ANSWER;
    for (ChatMessage message : context.messages()) {
      sum +=
          tokens.message(
              switch (message) {
                case SystemMessage system -> system.text();
                case UserMessage user -> user.singleText();
                case AiMessage ai -> ai.text();
                default -> throw new IllegalStateException(message.toString());
              });
    }
    return sum;
  }

  @Test
  void runInTheBackgroundUnlessSwitchedOff() throws Exception {
    say(1, 12);
    assertThat(prompts).isEmpty();
    assertThat(conversations.summarizeOldContext("vera", session)).isFalse();
    enabled.set(true);
    say(13, 13);
    Instant limit = Instant.now().plus(Duration.ofSeconds(10));
    while (summaries.all("vera", session).isEmpty() && Instant.now().isBefore(limit)) {
      Thread.sleep(20);
    }
    assertThat(summaries.all("vera", session)).isNotEmpty();
  }

  @Test
  void aModelThatFailsCostsNothing() {
    say(1, 12);
    enabled.set(true);
    model =
        prompt -> {
          throw new IllegalStateException("no model");
        };
    assertThatThrownBy(() -> conversations.summarizeOldContext("vera", session))
        .hasMessage("no model");
    model = prompt -> "  ";
    assertThatThrownBy(() -> conversations.summarizeOldContext("vera", session))
        .hasMessageContaining("empty");
    model = prompt -> "a forbidden thing";
    assertThatThrownBy(() -> conversations.summarizeOldContext("vera", session))
        .hasMessageContaining("blocked");
    assertThat(summaries.all("vera", session)).isEmpty();
    assertThat(sessions.load("vera", session).orElseThrow().messages()).hasSize(24);
    model = prompt -> "fine";
    assertThat(conversations.summarizeOldContext("vera", session)).isTrue();
  }

  @Test
  void aSummaryIsCutAtItsBound() {
    say(1, 12);
    enabled.set(true);
    model = prompt -> "far too long ".repeat(200);
    conversations.summarizeOldContext("vera", session);
    assertThat(new BpeTokenCounter().count(summaries.all("vera", session).getLast().text()))
        .isBetween(30, SMALL.longest());
  }

  @Test
  void summariesThatKnowADeletedTurnGoWithIt() {
    say(1, 12);
    enabled.set(true);
    conversations.summarizeOldContext("vera", session);
    List<Summary> all = summaries.all("vera", session);
    String second = all.get(1).sources().getFirst();
    new Removal(redis).turn("vera", second);
    assertThat(summaries.all("vera", session)).containsExactly(all.getFirst());
    new Removal(redis).turn("vera", "t1");
    assertThat(summaries.all("vera", session)).isEmpty();
  }

  @Test
  void aTurnThatIsDeletedMeanwhileComesBackInNoSummary() {
    say(1, 12);
    enabled.set(true);
    model =
        prompt -> {
          if (prompts.size() == 1) {
            new Removal(redis).turn("vera", "t1");
          }
          return "told of " + (prompt.contains("fact1\n") ? "the first" : "others");
        };
    conversations.summarizeOldContext("vera", session);
    assertThat(summaries.all("vera", session))
        .isNotEmpty()
        .noneMatch(summary -> summary.text().contains("the first"));
  }

  @Test
  void oneAtATimeSummarises() {
    say(1, 12);
    enabled.set(true);
    redis.set(UserKeys.of("vera").summarizing(session), "somebody else");
    assertThat(conversations.summarizeOldContext("vera", session)).isFalse();
    assertThat(prompts).isEmpty();
  }
}
