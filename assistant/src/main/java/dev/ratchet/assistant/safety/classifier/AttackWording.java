package dev.ratchet.assistant.safety.classifier;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.safety.classifier.Verdict.Level;
import dev.ratchet.assistant.safety.classifier.Windows.Window;
import dev.ratchet.assistant.safety.text.View;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a text is worded like an attack on an assistant. The worst window counts: a lexical score
 * decides most texts, and embeddings of the windows that look worst decide the rest. Thread-safe;
 * blocks as long as the embedding model does.
 */
public final class AttackWording {
  /** The embedding's part of the sum: the lexical score is the better of the two. */
  static final float EMBEDDING_SHARE = 0.3f;

  /** Windows that are embedded, the most suspicious first: each takes some milliseconds. */
  static final int MOST_EMBEDDED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(AttackWording.class);

  private final LinearModel lexical;
  private final EmbeddingHead head;
  private final Thresholds thresholds;
  private final @Nullable EmbeddingModel embeddings;

  AttackWording(
      LinearModel lexical,
      EmbeddingHead head,
      Thresholds thresholds,
      @Nullable EmbeddingModel embeddings) {
    this.lexical = lexical;
    this.head = head;
    this.thresholds = thresholds;
    this.embeddings = embeddings;
  }

  /**
   * @param embeddings all-MiniLM-L6-v2; without it the lexical score decides alone
   */
  public static AttackWording load(@Nullable EmbeddingModel embeddings) {
    return Weights.ATTACK_WORDING.load(
        in ->
            new AttackWording(
                LinearModel.read(in), EmbeddingHead.read(in), Thresholds.read(in), embeddings));
  }

  /** One that embeds every text, to measure what that costs. */
  static AttackWording undecided(EmbeddingModel embeddings) {
    float all = Float.MAX_VALUE;
    return Weights.ATTACK_WORDING.load(
        in ->
            new AttackWording(
                LinearModel.read(in),
                EmbeddingHead.read(in),
                new Thresholds(-all, all, 0, 0),
                embeddings));
  }

  void write(DataOutputStream out) throws IOException {
    lexical.write(out);
    head.write(out);
    thresholds.write(out);
  }

  public Verdict judge(View view) {
    if (view.words().count() == 0) {
      return new Verdict(Level.HARMLESS, false);
    }
    float[] scores = lexical.scores(view.words());
    float worst = worst(scores);
    if (worst < thresholds.low()) {
      return new Verdict(Level.HARMLESS, false);
    }
    if (worst >= thresholds.high()) {
      return new Verdict(Level.ATTACK, false);
    }
    return new Verdict(level(sum(view, scores)), true);
  }

  private Level level(float sum) {
    if (sum >= thresholds.block()) {
      return Level.ATTACK;
    }
    return sum >= thresholds.flag() ? Level.SUSPICIOUS : Level.HARMLESS;
  }

  /** The worst lexical score, and a share of the worst that embeddings give. */
  private float sum(View view, float[] scores) {
    List<Integer> open = open(scores);
    return worst(scores) + EMBEDDING_SHARE * worst(embedded(view, open));
  }

  private static List<Integer> open(float[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((a, b) -> Float.compare(scores[b], scores[a]))
        .limit(MOST_EMBEDDED)
        .toList();
  }

  /** Zeros where there is no embedding: what then decides is the lexical score. */
  private float[] embedded(View view, List<Integer> open) {
    float[] added = new float[open.size()];
    if (embeddings == null) {
      return added;
    }
    List<Window> windows = Windows.of(view.words());
    List<TextSegment> texts = new ArrayList<>();
    open.forEach(i -> texts.add(TextSegment.from(Windows.text(view, windows.get(i)))));
    try {
      List<Embedding> answers = embeddings.embedAll(texts).content();
      for (int i = 0; i < added.length; i++) {
        added[i] = head.score(answers.get(i).vector());
      }
    } catch (RuntimeException e) {
      LOG.warn("event=safety.embedding-failed error={}", e.getClass().getName());
    }
    return added;
  }

  private static float worst(float[] scores) {
    float worst = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      worst = Math.max(worst, score);
    }
    return worst;
  }
}
