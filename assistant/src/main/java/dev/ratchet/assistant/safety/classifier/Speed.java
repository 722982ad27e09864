package dev.ratchet.assistant.safety.classifier;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.assistant.safety.Source;
import dev.ratchet.assistant.safety.Switches;
import dev.ratchet.assistant.safety.text.View;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Measures what judging costs, in processor time of one thread. Not used by a running Ratchet. */
public final class Speed {
  /** Long enough for the compiler of the JVM to be done. */
  private static final int WARM_UP = 60;

  private static final int ROUNDS = 40;

  private static volatile Object sink = "";

  private Speed() {}

  /**
   * @param arguments the published examples and the folder of the project's own
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: Speed EXAMPLES.jsonl OWN");
      System.exit(2);
    }
    Corpus corpus = Corpus.read(Path.of(arguments[0]), Path.of(arguments[1]), List.of());
    List<String> texts = new ArrayList<>();
    corpus.prompts().forEach(example -> texts.add(example.text()));
    corpus.documents().forEach(example -> texts.add(example.text()));
    EmbeddingModel embeddings = new AllMiniLmL6V2QuantizedEmbeddingModel();
    AttackWording wording = AttackWording.load(embeddings);
    List<String> open = new ArrayList<>();
    List<String> decided = new ArrayList<>();
    for (String text : texts) {
      boolean embedded = wording.judge(new Example(text, false, "").view()).embedded();
      (embedded ? open : decided).add(text);
    }
    LinearModel lexical = Weights.ATTACK_WORDING.load(LinearModel::read);
    print("lexical score", texts, text -> sink = lexical.scores(View.plain(text).words()), ROUNDS);
    SafetyFilter filter = new SafetyFilter(Switches.standard(), embeddings);
    print("whole filter, decided by words", decided, t -> sink = judge(filter, t), ROUNDS);
    print("whole filter, left open by words", open, t -> sink = judge(filter, t), 1);
    System.out.printf(
        Locale.ROOT, "left open by words: %d of %d texts%n", open.size(), texts.size());
  }

  private static Object judge(SafetyFilter filter, String text) {
    return filter.judge(text, Source.PERSON);
  }

  private static void print(String what, List<String> texts, Consumer<String> job, int rounds) {
    for (int i = 0; i < (rounds == 1 ? 1 : WARM_UP); i++) {
      texts.forEach(job);
    }
    long characters = texts.stream().mapToLong(String::length).sum() * rounds;
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long clock = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      texts.forEach(job);
    }
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    long elapsed = System.nanoTime() - clock;
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f us CPU per 1,000 characters, %.1f us CPU and %.1f us elapsed per text%n",
        what,
        cpu / 1e3 / (characters / 1e3),
        cpu / 1e3 / (rounds * (double) texts.size()),
        elapsed / 1e3 / (rounds * (double) texts.size()));
  }
}
