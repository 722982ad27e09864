package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks for any of several phrases in one pass. */
final class Phrases {
  private final List<Phrase> phrases;
  private final int[] firstWords;
  private final long seen;

  private Phrases(List<Phrase> phrases) {
    this.phrases = phrases;
    firstWords =
        phrases.stream()
            .flatMapToInt(phrase -> IntStream.of(phrase.firstWords()))
            .sorted()
            .distinct()
            .toArray();
    // One bit per first word: most words of a text are told apart by it alone.
    seen = Arrays.stream(firstWords).mapToLong(hash -> 1L << hash).reduce(0, (a, b) -> a | b);
  }

  static Phrases of(String... descriptions) {
    return new Phrases(Stream.of(descriptions).map(Phrase::of).toList());
  }

  boolean foundIn(Words words) {
    for (int i = 0; i < words.count(); i++) {
      int hash = words.hash(i);
      if ((seen >>> hash & 1) != 0 && Arrays.binarySearch(firstWords, hash) >= 0) {
        for (Phrase phrase : phrases) {
          if (phrase.matches(words, i)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
