package dev.ratchet.assistant.memory;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.ratchet.domain.Message;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts one context together. The summary goes with the system prompt and the memories go with the
 * question: so there is one system message, speakers take turns (many templates refuse all else),
 * and what stays the same from turn to turn stands first, where the model server has it cached. For
 * one thread.
 */
final class ContextBuilder {
  /** The rest is for the turns themselves, which say more than what is made of them. */
  private static final int SUMMARY_SHARE = 4;

  private static final int MEMORY_SHARE = 4;

  private static final String SUMMARY_INTRODUCTION =
      "What was said earlier in this conversation, in short:";

  private static final String MEMORY_INTRODUCTION =
      "Earlier conversations that may help with the question below:";

  private final TokenCounter tokens;
  private final DataFence fence;
  private final String systemPrompt;
  private final String question;
  private final ToIntFunction<StoredTurn> costs;
  private int left;

  /**
   * @param costs of turns, as {@link #cost} gives them
   */
  ContextBuilder(
      TokenCounter tokens,
      ToIntFunction<StoredTurn> costs,
      DataFence fence,
      String systemPrompt,
      String question,
      int maxTokens) {
    this.costs = costs;
    this.tokens = tokens;
    this.fence = fence;
    this.systemPrompt = systemPrompt;
    this.question = question;
    int needed = TokenCounter.BEFORE_ANSWER + system(systemPrompt) + tokens.message(question);
    this.left = maxTokens - needed;
    if (left < 0) {
      throw new IllegalArgumentException(
          "the system prompt and the question need %d tokens, only %d are left for them"
              .formatted(needed, maxTokens));
    }
  }

  private int system(String text) {
    return text.isBlank() ? 0 : tokens.message(text);
  }

  /** The newest turns that fit beside a summary and memories, oldest first. */
  interface Turns {
    /** Those before a sequence, newest last; empty at the session's beginning. */
    List<StoredTurn> before(long sequence);
  }

  Context build(Turns turns, @Nullable Summary summary, List<Recalled> recalled) {
    int all = left;
    String prompt = systemPrompt;
    int summaryCost = 0;
    if (summary != null) {
      String summarized = withSummary(summary);
      int cost = system(summarized) - system(systemPrompt);
      if (cost <= all / SUMMARY_SHARE) {
        prompt = summarized;
        summaryCost = cost;
      }
    }
    int forTurns = all - summaryCost - (recalled.isEmpty() ? 0 : all / MEMORY_SHARE);
    Chosen recent = choose(turns, forTurns);
    if (recent.all()) {
      prompt = systemPrompt;
      summaryCost = 0;
    } else if (summaryCost > 0 && summary != null) {
      recent = recent.after(summary.through());
    }
    left = all - summaryCost - recent.cost();
    return assemble(prompt, recent, asked(recalled, recent));
  }

  private record Priced(StoredTurn stored, int cost) {}

  /**
   * @param all whether they are all turns of the session
   */
  private record Chosen(List<Priced> turns, boolean all) {
    int cost() {
      return turns.stream().mapToInt(Priced::cost).sum();
    }

    Chosen after(long sequence) {
      return new Chosen(
          turns.stream().filter(priced -> priced.stored().sequence() > sequence).toList(), false);
    }
  }

  private Chosen choose(Turns turns, int budget) {
    List<Priced> chosen = new ArrayList<>();
    int rest = budget;
    List<StoredTurn> page = turns.before(TurnStore.LAST);
    while (!page.isEmpty()) {
      for (StoredTurn stored : page.reversed()) {
        int cost = costs.applyAsInt(stored);
        if (cost > rest) {
          return new Chosen(chosen.reversed(), false);
        }
        rest -= cost;
        chosen.add(new Priced(stored, cost));
      }
      page = turns.before(page.getFirst().sequence());
    }
    return new Chosen(chosen.reversed(), true);
  }

  /** What a turn costs in messages; a turn of which one side is blocked stays out, whole. */
  static int cost(StoredTurn stored, TokenCounter tokens) {
    return stored.blocked()
        ? 0
        : tokens.message(said(stored.turn().question().content()))
            + tokens.message(said(stored.turn().answer().content()));
  }

  /**
   * The question, with those memories before it that are not said in the recent turns anyway and
   * fit. Lines are counted one by one, and in the end the text as it is, which decides.
   */
  private Asked asked(List<Recalled> recalled, Chosen recent) {
    Set<String> shown =
        recent.turns().stream().map(priced -> priced.stored().id()).collect(Collectors.toSet());
    int alone = tokens.message(question);
    int most = alone + left;
    int estimate = tokens.message(withMemories(List.of()));
    List<Recalled> chosen = new ArrayList<>();
    for (Recalled one : recalled) {
      int cost = shown.contains(one.turnId()) ? most : tokens.count(line(one));
      if (estimate + cost <= most) {
        estimate += cost;
        chosen.add(one);
      }
    }
    while (!chosen.isEmpty()) {
      String text = withMemories(chosen);
      int cost = tokens.message(text);
      if (cost <= most) {
        return new Asked(text, cost, chosen);
      }
      chosen.removeLast();
    }
    return new Asked(question, alone, List.of());
  }

  private record Asked(String text, int cost, List<Recalled> memories) {}

  private Context assemble(String prompt, Chosen recent, Asked asked) {
    List<ChatMessage> messages = new ArrayList<>();
    int sum = TokenCounter.BEFORE_ANSWER + system(prompt) + recent.cost() + asked.cost();
    if (!prompt.isBlank()) {
      messages.add(SystemMessage.from(prompt));
    }
    for (Priced priced : recent.turns()) {
      if (!priced.stored().blocked()) {
        Turn turn = priced.stored().turn();
        messages.add(UserMessage.from(said(turn.question().content())));
        messages.add(AiMessage.from(said(turn.answer().content())));
      }
    }
    messages.add(UserMessage.from(asked.text()));
    return new Context(messages, sum, asked.memories());
  }

  private String withSummary(Summary summary) {
    String section = SUMMARY_INTRODUCTION + "\n" + fence.fence("summary", summary.text());
    return systemPrompt.isBlank() ? section : systemPrompt + "\n\n" + section;
  }

  private String withMemories(List<Recalled> memories) {
    StringBuilder text = new StringBuilder();
    memories.forEach(memory -> text.append(line(memory)));
    return MEMORY_INTRODUCTION
        + "\n"
        + fence.fence("memories", text.toString().strip())
        + "\n\n"
        + question;
  }

  private static String line(Recalled memory) {
    return "%tF, %s: %s\n"
        .formatted(
            memory.when().atOffset(ZoneOffset.UTC),
            memory.role() == Message.Role.USER ? "user" : "you",
            memory.text().strip());
  }

  /** A message that is empty, as an answer that was stopped at once, is refused by templates. */
  private static String said(String content) {
    return content.isBlank() ? "(nothing)" : content;
  }
}
