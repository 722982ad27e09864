package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.classifier.Windows.Window;
import dev.ratchet.assistant.safety.text.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains {@link InstructionInData}: orders are put into harmless documents at their begin, within
 * them and at their end, and told from the sentences of the documents.
 */
final class DataTraining {
  private static final int PASSES = 10;

  /** Documents into which each order is put. */
  private static final int COPIES = 3;

  /** Shares of harmless documents. A flag is only a mark, but many of them are noise. */
  private static final double BLOCKED = 0.005;

  private static final double FLAGGED = 0.03;

  private DataTraining() {}

  /** A sentence as it stands in its document. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Sentence(int[] features, boolean order, double importance) {}

  static InstructionInData train(Corpus corpus) {
    double[] worst =
        java.util.stream.IntStream.range(0, Example.FOLDS)
            .boxed()
            .flatMapToDouble(
                fold -> {
                  Corpus rest = corpus.only(example -> example.fold() != fold);
                  InstructionInData model = new InstructionInData(model(rest), 0, 0);
                  return corpus.documents().stream()
                      .filter(example -> example.fold() == fold)
                      .mapToDouble(example -> model.score(example.view()));
                })
            .sorted()
            .toArray();
    double block = worst[(int) ((1 - BLOCKED) * worst.length)] + 0.1;
    double flag = worst[(int) ((1 - FLAGGED) * worst.length)];
    return new InstructionInData(model(corpus), (float) flag, (float) block);
  }

  private static LinearModel model(Corpus corpus) {
    List<Sentence> sentences = sentences(corpus);
    Trained trained = new Trained(Features.BUCKETS, 0.3f, 1e-4f);
    for (int pass = 0; pass < PASSES; pass++) {
      for (int index : Trained.order(sentences.size(), pass)) {
        Sentence sentence = sentences.get(index);
        trained.learn(sentence.features(), sentence.order(), sentence.importance());
      }
    }
    return trained.lexical();
  }

  private static List<Sentence> sentences(Corpus corpus) {
    List<Sentence> sentences = new ArrayList<>();
    for (Example document : corpus.documents()) {
      View view = document.view();
      List<Window> windows = Sentences.of(view);
      for (int i = 0; i < windows.size(); i++) {
        sentences.add(
            new Sentence(
                DataFeatures.of(view.words(), windows.get(i), i, windows.size()), false, 1));
      }
    }
    List<Example> hosts =
        corpus.documents().stream().filter(d -> d.group().equals("own-document")).toList();
    int next = 0;
    for (Example order : corpus.orders()) {
      // A bare question is an order only by its place: to learn it would be to flag every question.
      if (!order.text().endsWith("?")) {
        for (int copy = 0; copy < COPIES; copy++) {
          sentences.addAll(put(order, hosts.get(next++ % hosts.size()).text(), copy));
        }
      }
    }
    return sentences;
  }

  /** The sentences of an order, in a document. */
  private static List<Sentence> put(Example order, String document, int copy) {
    int place = place(document, copy);
    String before = document.substring(0, place);
    View view =
        new Example(before + order.text() + "\n" + document.substring(place), true, "").view();
    int start = before.length();
    int end = start + firstLine(order.text());
    List<Window> windows = Sentences.of(view);
    List<Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      int at = view.words().start(windows.get(i).from());
      if (at >= start && at < end) {
        sentences.add(
            new Sentence(
                DataFeatures.of(view.words(), windows.get(i), i, windows.size()), true, 2));
      }
    }
    return sentences;
  }

  /** What follows the first line is the code that an order brings with it. */
  private static int firstLine(String order) {
    int line = order.indexOf('\n');
    return line < 0 ? order.length() : line;
  }

  /** At the begin, at the line break next to the middle, or at the end. */
  static int place(String document, int copy) {
    return switch (copy % 3) {
      case 0 -> 0;
      case 1 -> document.indexOf('\n', document.length() / 2) + 1;
      default -> document.length();
    };
  }

  /** An order in a document, for the figures. */
  static String hidden(String order, String document, int copy) {
    int place = place(document, copy);
    return document.substring(0, place) + order + "\n" + document.substring(place);
  }

  static double[] sorted(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }
}
