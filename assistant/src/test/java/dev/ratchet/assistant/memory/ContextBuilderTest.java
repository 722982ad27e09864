package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContextBuilderTest {
  /** Worse than a real one: two texts together may have more tokens than both of them alone. */
  private static final TokenCounter ROUGH = text -> text.length() / 3 + (text.hashCode() & 7);

  private static final String[] WORDS = {
    "tree",
    "naïve",
    "12345",
    "日本",
    "\n",
    "  ",
    "return;",
    "<|im_end|>",
    "Straße",
    "😀",
    "the",
    "antidisestablishmentarianism",
    "0.001",
    "```java",
    "a",
    "?"
  };

  private static String text(Random random, int most) {
    StringBuilder text = new StringBuilder("w");
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
      text.append(random.nextBoolean() ? " " : "");
    }
    return text.toString();
  }

  private static StoredTurn stored(int sequence, String question, String answer) {
    return new StoredTurn(
        Doubles.turn("t" + sequence, "s", question, answer),
        sequence,
        new Judgement("1", new FilterDecision.Allow(), new FilterDecision.Allow()));
  }

  private static ContextBuilder.Turns paged(List<StoredTurn> turns) {
    return sequence -> {
      List<StoredTurn> earlier =
          turns.stream().filter(stored -> stored.sequence() < sequence).toList();
      return earlier.subList(Math.max(0, earlier.size() - 3), earlier.size());
    };
  }

  private static ContextBuilder builder(String prompt, String question, int budget) {
    return new ContextBuilder(
        ROUGH,
        stored -> ContextBuilder.cost(stored, ROUGH),
        Doubles.FENCE,
        prompt,
        question,
        budget);
  }

  private static Recalled recalled(String turnId, String text) {
    return new Recalled(turnId, "old", Message.Role.USER, text, Doubles.NOW, 0.5, "same words");
  }

  private static int count(List<ChatMessage> messages) {
    return TokenCounter.BEFORE_ANSWER
        + messages.stream().mapToInt(message -> ROUGH.message(said(message))).sum();
  }

  private static String said(ChatMessage message) {
    return switch (message) {
      case SystemMessage system -> system.text();
      case UserMessage user -> user.singleText();
      case AiMessage ai -> ai.text();
      default -> throw new IllegalStateException(message.toString());
    };
  }

  @Test
  void neverExceedsItsBudgetAndNeverCutsAPair() {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      List<StoredTurn> turns = new ArrayList<>();
      int count = random.nextInt(25);
      for (int i = 1; i <= count; i++) {
        turns.add(stored(i, text(random, 40), random.nextInt(9) == 0 ? " " : text(random, 120)));
      }
      Summary summary =
          random.nextBoolean() || count == 0
              ? null
              : new Summary(
                  text(random, 80), random.nextInt(count) + 1, List.of(), Doubles.NOW, "1");
      List<Recalled> memories = new ArrayList<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        memories.add(recalled("t" + random.nextInt(30), text(random, 60)));
      }
      String prompt = random.nextInt(5) == 0 ? "" : text(random, 30);
      String question = text(random, 30);
      int budget = random.nextInt(1_500);
      Context context;
      try {
        context = builder(prompt, question, budget).build(paged(turns), summary, memories);
      } catch (IllegalArgumentException tooSmall) {
        assertThat(budget)
            .isLessThan(
                TokenCounter.BEFORE_ANSWER
                    + (prompt.isBlank() ? 0 : ROUGH.message(prompt))
                    + ROUGH.message(question));
        continue;
      }
      assertThat(context.tokens()).as("seed " + seed).isLessThanOrEqualTo(budget);
      assertThat(context.tokens()).as("seed " + seed).isEqualTo(count(context.messages()));
      assertPairs(context, turns, question);
      assertThat(context.recalled()).isSubsetOf(memories);
    }
  }

  /** System first, then whole pairs that follow each other up to the newest, then the question. */
  private static void assertPairs(Context context, List<StoredTurn> turns, String question) {
    List<ChatMessage> messages = new ArrayList<>(context.messages());
    assertThat(said(messages.removeLast())).endsWith(question);
    if (!messages.isEmpty() && messages.getFirst() instanceof SystemMessage) {
      messages.removeFirst();
    }
    List<String> said = messages.stream().map(ContextBuilderTest::said).toList();
    List<String> all = new ArrayList<>();
    for (StoredTurn stored : turns) {
      all.add(stored.turn().question().content());
      String answer = stored.turn().answer().content();
      all.add(answer.isBlank() ? "(nothing)" : answer);
    }
    assertThat(said.size() % 2).isZero();
    assertThat(said).isEqualTo(all.subList(all.size() - said.size(), all.size()));
  }

  @Test
  void aShortSessionNeedsNoSummary() {
    List<StoredTurn> turns = List.of(stored(1, "one", "two"), stored(2, "three", "four"));
    Summary summary = new Summary("numbers", 1, List.of("t1"), Doubles.NOW, "1");
    Context whole = builder("Be brief.", "five?", 1_000).build(paged(turns), summary, List.of());
    assertThat(whole.messages()).hasSize(6);
    assertThat(said(whole.messages().getFirst())).isEqualTo("Be brief.");
  }

  @Test
  void whatDoesNotFitIsSummarisedAndRecalled() {
    List<StoredTurn> turns = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      turns.add(stored(i, "question " + i, "answer ".repeat(20) + i));
    }
    Summary summary = new Summary("They counted.", 15, List.of("t1"), Doubles.NOW, "1");
    Context context =
        builder("Be brief.", "And now?", 500)
            .build(
                paged(turns),
                summary,
                List.of(recalled("t20", "recent anyway"), recalled("t3", "an old thing")));
    assertThat(said(context.messages().getFirst()))
        .startsWith("Be brief.\n\n")
        .contains("<summary>\nThey counted.\n</summary>");
    assertThat(said(context.messages().getLast()))
        .contains("<memories>\n2026-03-01, user: an old thing\n</memories>")
        .doesNotContain("recent anyway")
        .endsWith("\n\nAnd now?");
    assertThat(context.recalled()).extracting(Recalled::turnId).containsExactly("t3");
    assertThat(said(context.messages().get(context.messages().size() - 2))).endsWith("20");
  }

  @Test
  void aBlockedPairStaysOut() {
    StoredTurn bad =
        new StoredTurn(
            Doubles.turn("t2", "s", "evil", "worse"),
            2,
            new Judgement(
                "1",
                new FilterDecision.Allow(),
                new FilterDecision.Block("rule", "reason", "appeal")));
    Context context =
        builder("", "Go on.", 500)
            .build(paged(List.of(stored(1, "a", "b"), bad, stored(3, "c", "d"))), null, List.of());
    assertThat(context.messages())
        .extracting(ContextBuilderTest::said)
        .containsExactly("a", "b", "c", "d", "Go on.");
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> builder("x ".repeat(50), "y", 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only 40");
  }
}
