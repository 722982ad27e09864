package dev.ratchet.assistant.safety.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole text by 13 letters on, if it holds common words that were moved so. */
final class Rot13 implements Decoder {
  /** Words that no text is without; none of them is a word again when moved. */
  private static final Set<Integer> MOVED =
      Stream.of("the", "and", "you", "your", "that", "with", "this", "are", "for", "not", "all")
          .map(word -> Words.hash(moved(word)))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<Integer> ORDERS =
      Stream.of("ignore", "instructions", "previous", "system", "prompt", "rules", "pretend")
          .map(word -> Words.hash(moved(word)))
          .collect(Collectors.toUnmodifiableSet());

  private static final long SEEN =
      Stream.concat(MOVED.stream(), ORDERS.stream())
          .mapToLong(hash -> 1L << hash)
          .reduce(0, (a, b) -> a | b);

  @Override
  public String encoding() {
    return "rot13";
  }

  @Override
  public List<String> decode(View view, String raw) {
    Words words = view.words();
    int found = 0;
    for (int i = 0; i < words.count() && found < 2; i++) {
      int hash = words.hash(i);
      if ((SEEN >>> hash & 1) != 0) {
        found += MOVED.contains(hash) ? 1 : ORDERS.contains(hash) ? 2 : 0;
      }
    }
    return found < 2 ? List.of() : List.of(moved(view.text()));
  }

  static String moved(String text) {
    StringBuilder moved = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z') {
        c = (char) ('a' + (c - 'a' + 13) % 26);
      } else if (c >= 'A' && c <= 'Z') {
        c = (char) ('A' + (c - 'A' + 13) % 26);
      }
      moved.append(c);
    }
    return moved.toString();
  }
}
