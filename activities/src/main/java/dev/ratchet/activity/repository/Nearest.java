package dev.ratchet.activity.repository;

import dev.ratchet.platform.config.Distance;
import java.util.Comparator;
import java.util.List;

/** The known word that a mistyped one most likely stands for, by Levenshtein distance. */
final class Nearest {
  private Nearest() {}

  static String of(String word, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(other -> Distance.between(word, other)))
        .orElseThrow();
  }
}
