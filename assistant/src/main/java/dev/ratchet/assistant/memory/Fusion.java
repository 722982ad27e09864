package dev.ratchet.assistant.memory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins lists of scores that cannot be compared: each is stretched to 0 to 1 over what it found,
 * and the sum decides. What a list did not find has 0 there. (Ranks alone, as reciprocal rank
 * fusion takes them, are worse than the words alone.)
 */
final class Fusion {
  private Fusion() {}

  /**
   * @param score from 0 to 1
   * @param parts the stretched score in each list, in the lists' order
   */
  record Fused(String id, double score, List<Double> parts) {}

  /** The best first; equal ones by id, so that the order is always the same. */
  static List<Fused> fuse(List<Map<String, Double>> lists) {
    Map<String, double[]> parts = new HashMap<>();
    for (int i = 0; i < lists.size(); i++) {
      int list = i;
      stretched(lists.get(i))
          .forEach(
              (id, score) ->
                  parts.computeIfAbsent(id, key -> new double[lists.size()])[list] = score);
    }
    return parts.entrySet().stream()
        .map(entry -> fused(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble(Fused::score).reversed().thenComparing(Fused::id))
        .toList();
  }

  private static Fused fused(String id, double[] parts) {
    List<Double> all = Arrays.stream(parts).boxed().toList();
    return new Fused(id, Arrays.stream(parts).average().orElse(0), all);
  }

  static Map<String, Double> stretched(Map<String, Double> scores) {
    double least = scores.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double most = scores.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    Map<String, Double> stretched = new HashMap<>();
    scores.forEach(
        (id, score) -> stretched.put(id, most == least ? 1 : (score - least) / (most - least)));
    return stretched;
  }
}
