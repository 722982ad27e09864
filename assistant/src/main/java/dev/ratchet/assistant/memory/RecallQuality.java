package dev.ratchet.assistant.memory;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.memory.ConversationSet.Conversation;
import dev.ratchet.assistant.memory.ConversationSet.Question;
import dev.ratchet.assistant.memory.ConversationSet.Said;
import dev.ratchet.assistant.memory.Fusion.Fused;
import dev.ratchet.assistant.memory.MessageIndex.Lists;
import dev.ratchet.faiss.FaissSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Measures how often recall finds the messages that hold the answer, in conversations where that is
 * known, by words, by meaning, and by both.
 */
public final class RecallQuality {
  private final EmbeddingModel model;

  RecallQuality(EmbeddingModel model) {
    this.model = model;
  }

  /** Argument: a file of conversations. */
  public static void main(String[] arguments) throws IOException {
    ConversationSet set = ConversationSet.read(Path.of(arguments[0]));
    new RecallQuality(MiniLm.load()).measure(set).print(System.out);
  }

  /** Sums over questions: the mean is what is told. */
  static final class Tally {
    private int questions;
    private double at5;
    private double at10;
    private double reciprocal;

    void add(List<String> found, List<String> evidence) {
      questions++;
      at5 += share(found, evidence, 5);
      at10 += share(found, evidence, 10);
      for (int i = 0; i < found.size(); i++) {
        if (evidence.contains(found.get(i))) {
          reciprocal += 1.0 / (i + 1);
          return;
        }
      }
    }

    private static double share(List<String> found, List<String> evidence, int first) {
      List<String> top = found.subList(0, Math.min(first, found.size()));
      return (double) evidence.stream().filter(top::contains).count() / evidence.size();
    }

    double at5() {
      return at5 / questions;
    }

    double at10() {
      return at10 / questions;
    }

    double meanReciprocalRank() {
      return reciprocal / questions;
    }
  }

  /** Tallies by the lists that were searched, and of all of them together by kind of question. */
  record Measured(Map<Lists, Tally> byLists, Map<String, Tally> byKind) {
    void print(PrintStream out) {
      out.println("| searched | questions | recall@5 | recall@10 | MRR |");
      out.println("|---|---|---|---|---|");
      byLists.forEach((lists, tally) -> print(out, name(lists), tally));
      byKind.forEach((kind, tally) -> print(out, "both: " + kind, tally));
    }

    private static String name(Lists lists) {
      return switch (lists) {
        case WORDS -> "words (BM25)";
        case MEANINGS -> "meanings (vectors)";
        case ALL -> "both, fused";
      };
    }

    private static void print(PrintStream out, String name, Tally tally) {
      out.printf(
          Locale.ROOT,
          "| %s | %d | %.1f %% | %.1f %% | %.3f |%n",
          name,
          tally.questions,
          100 * tally.at5(),
          100 * tally.at10(),
          tally.meanReciprocalRank());
    }
  }

  Measured measure(ConversationSet set) throws IOException {
    Measured measured = new Measured(new EnumMap<>(Lists.class), new TreeMap<>());
    for (Conversation conversation : set.conversations()) {
      Path folder = Files.createTempDirectory("recall-quality");
      try (MessageIndex index = MessageIndex.open(folder, FaissSettings.DEFAULT)) {
        index.put(entries(conversation));
        index.refresh();
        for (Question question : conversation.questions()) {
          ask(index, conversation, question, measured);
        }
      } finally {
        Folders.delete(folder);
      }
    }
    return measured;
  }

  private void ask(
      MessageIndex index, Conversation conversation, Question question, Measured measured) {
    if (question.evidence().isEmpty()) {
      return;
    }
    float[] vector = embed(nameless(question.text(), conversation.speakers()));
    for (Lists lists : Lists.values()) {
      List<String> found =
          index.search(question.text(), vector, RecallFilter.ALL, lists).stream()
              .map(Fused::id)
              .toList();
      measured.byLists().computeIfAbsent(lists, key -> new Tally()).add(found, question.evidence());
      if (lists == Lists.ALL && !question.kind().isEmpty()) {
        measured
            .byKind()
            .computeIfAbsent(question.kind(), key -> new Tally())
            .add(found, question.evidence());
      }
    }
  }

  private List<MemoryEntry> entries(Conversation conversation) {
    List<MemoryEntry> entries = new ArrayList<>();
    List<Said> messages = conversation.messages();
    for (int i = 0; i < messages.size(); i++) {
      Said said = messages.get(i);
      List<float[]> vectors = new ArrayList<>();
      for (String piece : Pieces.of(nameless(said.text(), conversation.speakers()))) {
        vectors.add(embed(piece));
      }
      entries.add(
          new MemoryEntry(
              said.id(),
              said.session(),
              i,
              said.at().toEpochMilli(),
              spoken(said),
              beside(messages, i, -1) + "\n" + beside(messages, i, 1),
              vectors));
    }
    return entries;
  }

  private static String beside(List<Said> messages, int i, int step) {
    int other = i + step;
    return other >= 0
            && other < messages.size()
            && messages.get(other).session().equals(messages.get(i).session())
        ? spoken(messages.get(other))
        : "";
  }

  private static String spoken(Said said) {
    return said.speaker().isEmpty() ? said.text() : said.speaker() + ": " + said.text();
  }

  /** Names of speakers make all that one says alike, whatever it is about. */
  private static String nameless(String text, List<String> speakers) {
    String stripped = text;
    for (String name : speakers) {
      stripped = stripped.replaceAll("(?i)\\b" + Pattern.quote(name) + "\\b(['’]s)?", "");
    }
    return stripped.isBlank() ? text : stripped;
  }

  private float[] embed(String text) {
    return Objects.requireNonNull(model.embed(text).content().vector());
  }
}
