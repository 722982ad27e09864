package dev.ratchet.assistant.safety.classifier;

import com.sun.management.OperatingSystemMXBean;
import dev.ratchet.assistant.memory.MiniLm;
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
import java.util.stream.IntStream;

/** Measures what judging costs, in processor time of all threads. Not used by a running Ratchet. */
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
    LinearModel lexical = Weights.ATTACK_WORDING.load(LinearModel::read);
    print("lexical score", texts, text -> sink = lexical.scores(View.plain(text).words()), ROUNDS);
    SafetyFilter filter = new SafetyFilter(Switches.standard(), null);
    print("whole filter without embeddings", texts, text -> sink = judge(filter, text), ROUNDS);
    AttackWording open = AttackWording.undecided(MiniLm.load());
    List<String> some =
        IntStream.range(0, texts.size()).filter(i -> i % 10 == 0).mapToObj(texts::get).toList();
    print("texts that are left open", some, text -> sink = open.judge(View.plain(text)), 1);
  }

  private static Object judge(SafetyFilter filter, String text) {
    return filter.judge(text, Source.PERSON);
  }

  private static void print(String what, List<String> texts, Consumer<String> job, int rounds) {
    for (int i = 0; i < (rounds == 1 ? 1 : WARM_UP); i++) {
      texts.forEach(job);
    }
    long characters = texts.stream().mapToLong(String::length).sum() * rounds;
    long start = cpuTime();
    long clock = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      texts.forEach(job);
    }
    long cpu = cpuTime() - start;
    long elapsed = System.nanoTime() - clock;
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f us CPU per 1,000 characters, %.1f us CPU and %.1f us elapsed per text%n",
        what,
        cpu / 1e3 / (characters / 1e3),
        cpu / 1e3 / (rounds * (double) texts.size()),
        elapsed / 1e3 / (rounds * (double) texts.size()));
  }

  private static long cpuTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
