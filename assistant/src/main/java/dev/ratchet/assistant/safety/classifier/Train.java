package dev.ratchet.assistant.safety.classifier;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.memory.MiniLm;
import dev.ratchet.assistant.safety.Source;
import dev.ratchet.assistant.safety.classifier.Verdict.Level;
import dev.ratchet.assistant.safety.rule.ChatMarkers;
import dev.ratchet.assistant.safety.rule.InputRule;
import dev.ratchet.assistant.safety.rule.InstructionOverride;
import dev.ratchet.assistant.safety.rule.Persona;
import dev.ratchet.assistant.safety.rule.PromptLeak;
import dev.ratchet.assistant.safety.rule.Suspicion;
import dev.ratchet.assistant.safety.rule.Wording;
import dev.ratchet.assistant.safety.text.Submission;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains both classifiers, writes their weights, and prints what models say of texts that they were
 * not trained on. Not used by a running Ratchet; it stands here because it has to share every line
 * of what makes features of texts.
 */
public final class Train {
  private final Corpus corpus;
  private final EmbeddingModel embeddings;
  private final PrintStream out;

  Train(Corpus corpus, EmbeddingModel embeddings, PrintStream out) {
    this.corpus = corpus;
    this.embeddings = embeddings;
    this.out = out;
  }

  /**
   * @param arguments the published examples, the folder of the project's own, the folder for the
   *     weights, a folder of documents to judge, and folders of documents to learn from
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> paths = Arrays.stream(arguments).map(Path::of).toList();
    if (paths.size() < 4) {
      System.err.println("usage: Train EXAMPLES.jsonl OWN WEIGHTS JUDGED [DOCUMENTS...]");
      System.exit(2);
    }
    Corpus corpus = Corpus.read(paths.get(0), paths.get(1), paths.subList(4, paths.size()));
    new Train(corpus, MiniLm.load(), System.out).run(paths.get(2), paths.get(3));
  }

  void run(Path weights, Path judged) throws IOException {
    List<Sample> samples = AttackTraining.samples(corpus.prompts(), embeddings);
    samples = plus(samples, AttackTraining.samples(corpus.documents(), embeddings));
    attackFigures(samples);
    dataFigures();
    AttackWording wording = AttackTraining.train(samples, embeddings);
    InstructionInData instruction = DataTraining.train(corpus);
    write(weights.resolve(Weights.ATTACK_WORDING.file()), wording::write);
    write(weights.resolve(Weights.INSTRUCTION_IN_DATA.file()), instruction::write);
    documentFigures(judged, wording, instruction);
  }

  private static List<Sample> plus(List<Sample> some, List<Sample> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /** Each fifth by what was trained, thresholds included, on the other four. */
  private void attackFigures(List<Sample> samples) {
    Figures alone = new Figures();
    Figures whole = new Figures();
    for (int fold = 0; fold < Example.FOLDS; fold++) {
      int held = fold;
      AttackWording wording =
          AttackTraining.train(
              samples.stream().filter(s -> s.example().fold() != held).toList(), embeddings);
      for (Sample sample : samples) {
        Example example = sample.example();
        if (example.fold() == held) {
          alone.add(example.group(), wording.judge(example.view()));
        }
      }
      Stream.concat(corpus.prompts().stream(), corpus.documents().stream())
          .filter(example -> example.fold() == held)
          .forEach(e -> whole.add(e.group(), withPhrases(wording, e.text())));
    }
    out.println("attack-wording, each text judged by what never saw it:\n\n" + alone);
    out.println(
        "the same with everything that was decoded, and the rules that are phrases:\n\n" + whole);
  }

  private static Verdict withPhrases(AttackWording wording, String text) {
    Submission submission = Submission.of(text, Source.PERSON);
    List<InputRule> rules =
        List.of(
            new Wording(wording),
            new InstructionOverride(),
            new Persona(),
            new PromptLeak(),
            new ChatMarkers());
    Level level = Level.HARMLESS;
    for (InputRule rule : rules) {
      Optional<Suspicion> suspicion = rule.examine(submission);
      if (suspicion.isPresent()) {
        level =
            suspicion.get().isSure()
                ? Level.ATTACK
                : level == Level.ATTACK ? level : Level.SUSPICIOUS;
      }
    }
    return new Verdict(level, false);
  }

  private void dataFigures() {
    Figures figures = new Figures();
    for (int fold = 0; fold < Example.FOLDS; fold++) {
      int held = fold;
      InstructionInData model = DataTraining.train(corpus.only(e -> e.fold() != held));
      Corpus unseen = corpus.only(e -> e.fold() == held);
      List<Example> hosts =
          unseen.documents().stream().filter(d -> d.group().equals("own-document")).toList();
      unseen.documents().forEach(d -> figures.add(d.group(), model.judge(d.view())));
      int next = 0;
      for (Example order : unseen.orders()) {
        String host = hosts.get(next % hosts.size()).text();
        String text = DataTraining.hidden(order.text(), host, next++);
        String group = order.group() + (order.text().endsWith("?") ? ", questions" : "");
        figures.add(group + ", in a document", model.judge(new Example(text, true, "").view()));
      }
    }
    out.println("instruction-in-data, likewise:\n\n" + figures);
  }

  private void documentFigures(Path judged, AttackWording wording, InstructionInData instruction)
      throws IOException {
    Figures figures = new Figures();
    for (Example document : Corpus.files(judged)) {
      figures.add("attack-wording", wording.judge(document.view()));
      figures.add("instruction-in-data", instruction.judge(document.view()));
    }
    out.println("documents that are in no training, by the weights as written:\n\n" + figures);
  }

  /** Writes itself. */
  @FunctionalInterface
  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static void write(Path file, Writer writer) throws IOException {
    try (DataOutputStream stream =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      writer.write(stream);
    }
  }
}
