package dev.ratchet.assistant.memory;

import dev.ratchet.assistant.memory.Fusion.Fused;
import dev.ratchet.assistant.memory.RecallAnalyzer.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says why a memory was found. */
final class Reasons {
  /** More would be longer than the memory. */
  private static final int WORDS = 5;

  private Reasons() {}

  /**
   * @param stems of the question
   * @param words of the memory
   */
  static String of(Fused fused, Set<String> stems, List<Word> words) {
    List<Double> parts = fused.parts();
    List<String> reasons = new ArrayList<>();
    Map<String, String> same = new TreeMap<>();
    for (Word word : words) {
      if (stems.contains(word.stem())) {
        same.putIfAbsent(word.stem(), word.shown());
      }
    }
    if (parts.get(0) > 0 && !same.isEmpty()) {
      reasons.add(
          score(
              "same words ("
                  + String.join(", ", same.values().stream().limit(WORDS).toList())
                  + ")",
              parts.get(0)));
    }
    if (parts.get(2) > 0) {
      reasons.add(score("similar meaning", parts.get(2)));
    }
    double nearby = Math.max(parts.get(1), parts.get(3));
    if (reasons.isEmpty() || nearby > Math.max(parts.get(0), parts.get(2))) {
      reasons.add(score("what was said around it", nearby));
    }
    return String.join("; ", reasons);
  }

  private static String score(String reason, double score) {
    return String.format(Locale.ROOT, "%s, %.2f", reason, score);
  }
}
