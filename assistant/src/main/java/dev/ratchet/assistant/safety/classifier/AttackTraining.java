package dev.ratchet.assistant.safety.classifier;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Trains {@link AttackWording}. The numbers were chosen by cross-validation. */
final class AttackTraining {
  static final float SCALE = 4;

  private static final int LEXICAL_PASSES = 14;
  private static final int EMBEDDING_PASSES = 10;

  /** Share of the project's own harmless texts that may be blocked, and flagged or blocked. */
  private static final double BLOCKED = 0.025;

  private static final double FLAGGED = 0.06;

  /** Share of texts that the lexical score may decide otherwise than both scores would. */
  private static final double DECIDED_OTHERWISE = 0.004;

  private AttackTraining() {}

  static AttackWording train(List<Sample> samples, EmbeddingModel embeddings) {
    List<Scores> scores = new ArrayList<>();
    for (int fold = 0; fold < Example.FOLDS; fold++) {
      int held = fold;
      List<Sample> rest = samples.stream().filter(s -> s.example().fold() != held).toList();
      if (rest.size() == samples.size()) {
        continue;
      }
      Trained lexical = lexical(rest);
      Trained head = head(rest);
      samples.stream()
          .filter(sample -> sample.example().fold() == held)
          .forEach(sample -> scores.add(Scores.of(sample, lexical, head)));
    }
    return new AttackWording(
        lexical(samples).lexical(), head(samples).head(SCALE), thresholds(scores), embeddings);
  }

  /** What models that never saw a text say of it. */
  private record Scores(Example example, double lexical, double sum) {
    /** As {@link AttackWording} adds them up. */
    static Scores of(Sample sample, Trained lexical, Trained head) {
      List<Sample.Features> worst =
          sample.windows().stream()
              .sorted(Comparator.comparingDouble(w -> -lexical.score(w.words())))
              .limit(AttackWording.MOST_EMBEDDED)
              .toList();
      double words = lexical.score(worst.getFirst().words());
      double embedded =
          worst.stream().mapToDouble(w -> head.score(w.embedding())).max().orElseThrow();
      return new Scores(sample.example(), words, words + AttackWording.EMBEDDING_SHARE * embedded);
    }
  }

  private static Trained lexical(List<Sample> samples) {
    Trained trained = new Trained(Features.BUCKETS, 0.3f, 2e-3f);
    for (int pass = 0; pass < LEXICAL_PASSES; pass++) {
      for (int index : Trained.order(samples.size(), pass)) {
        Sample sample = samples.get(index);
        List<Sample.Features> used = sample.used(pass, w -> trained.score(w.words()));
        used.forEach(
            w ->
                trained.learn(
                    w.words(), sample.example().attack(), sample.importance(used.size())));
      }
    }
    return trained;
  }

  private static Trained head(List<Sample> samples) {
    Trained trained = new Trained(EmbeddingHead.DIMENSIONS, 0.1f, 1e-3f);
    for (int pass = 0; pass < EMBEDDING_PASSES; pass++) {
      for (int index : Trained.order(samples.size(), pass)) {
        Sample sample = samples.get(index);
        List<Sample.Features> used = sample.used(pass, w -> trained.score(w.embedding()));
        used.forEach(
            w ->
                trained.learn(
                    w.embedding(), sample.example().attack(), sample.importance(used.size())));
      }
    }
    return trained;
  }

  private static Thresholds thresholds(List<Scores> scores) {
    double[] harmless =
        scores.stream()
            .filter(s -> s.example().group().startsWith("own") && !s.example().attack())
            .mapToDouble(Scores::sum)
            .sorted()
            .toArray();
    double block = harmless[(int) ((1 - BLOCKED) * harmless.length)];
    double flag = harmless[(int) ((1 - FLAGGED) * harmless.length)];
    int few = (int) (DECIDED_OTHERWISE * scores.size());
    // Below low no more than a few are flagged by both scores; above high no more are let pass.
    double[] caught =
        scores.stream()
            .filter(s -> s.sum() >= flag)
            .mapToDouble(Scores::lexical)
            .sorted()
            .toArray();
    double[] passed =
        scores.stream()
            .filter(s -> s.sum() < block)
            .mapToDouble(Scores::lexical)
            .sorted()
            .toArray();
    double low = caught[Math.min(few, caught.length - 1)];
    double high = Math.max(low, passed[Math.max(0, passed.length - 1 - few)] + 1e-3);
    return new Thresholds((float) low, (float) high, (float) flag, (float) block);
  }

  /** All but those without a single word. */
  static List<Sample> samples(List<Example> examples, EmbeddingModel embeddings) {
    return examples.stream()
        .filter(example -> example.view().words().count() > 0)
        .map(example -> Sample.of(example, embeddings, SCALE))
        .toList();
  }
}
