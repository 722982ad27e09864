package dev.ratchet.assistant.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether two questions ask the same. */
final class Questions {
  /** Words that never change what is asked. */
  private static final Set<String> EMPTY =
      Set.of("a", "an", "the", "please", "hi", "hey", "hello", "ok", "okay", "thanks");

  /** Quotes and brackets; a sign before a number means something. */
  private static final Pattern BEGINNING = Pattern.compile("^[\"'(«»„“‘¿¡]+");

  private static final Pattern END = Pattern.compile("[.,;:!?\"')«»“”’]+$");

  private Questions() {}

  /**
   * Word by word, but for case, punctuation and courtesy: a likeness of meaning is not enough, for
   * "can I" and "can't I", or two numbers, are very much alike.
   */
  static boolean same(String one, String other) {
    List<String> words = words(one);
    return !words.isEmpty() && words.equals(words(other));
  }

  private static List<String> words(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replace('’', '\'');
    return Arrays.stream(plain.split("\\s+"))
        .map(word -> END.matcher(BEGINNING.matcher(word).replaceFirst("")).replaceFirst(""))
        .filter(word -> !word.isEmpty() && !EMPTY.contains(word))
        .toList();
  }
}
