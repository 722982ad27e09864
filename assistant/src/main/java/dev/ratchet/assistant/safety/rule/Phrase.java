package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Words in an order. {@code "ignore|forget ..3 previous|prior rules|instructions"}: one of the
 * words, at most three words that do not matter, one of the next, and so on.
 */
final class Phrase {
  private final List<Element> elements;

  private Phrase(List<Element> elements) {
    this.elements = List.copyOf(elements);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Element(int[] words, int gap) {
    private boolean holds(int hash) {
      return Arrays.binarySearch(words, hash) >= 0;
    }
  }

  static Phrase of(String description) {
    List<Element> elements = new ArrayList<>();
    int gap = 0;
    for (String part : description.split(" ", -1)) {
      if (part.startsWith("..")) {
        gap = Integer.parseInt(part.substring(2));
      } else {
        elements.add(new Element(hashes(part), gap));
        gap = 0;
      }
    }
    return new Phrase(elements);
  }

  private static int[] hashes(String alternatives) {
    return Arrays.stream(alternatives.split("\\|")).mapToInt(Words::hash).sorted().toArray();
  }

  int[] firstWords() {
    return elements.getFirst().words().clone();
  }

  /** Whether the words from {@code start} on are this phrase. */
  boolean matches(Words words, int start) {
    return elements.getFirst().holds(words.hash(start)) && rest(words, start + 1, 1);
  }

  private boolean rest(Words words, int from, int element) {
    if (element == elements.size()) {
      return true;
    }
    Element wanted = elements.get(element);
    int last = Math.min(from + wanted.gap(), words.count() - 1);
    for (int i = from; i <= last; i++) {
      if (wanted.holds(words.hash(i)) && rest(words, i + 1, element + 1)) {
        return true;
      }
    }
    return false;
  }
}
