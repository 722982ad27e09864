package dev.ratchet.assistant.safety.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Morse code in dots and dashes, a blank after each letter and more, or a slash, after each word.
 */
final class Morse implements Decoder {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private static final String[] CODES = {
    ".-", "-...", "-.-.", "-..", ".", "..-.", "--.", "....", "..", ".---", "-.-", ".-..", "--",
    "-.", "---", ".--.", "--.-", ".-.", "...", "-", "..-", "...-", ".--", "-..-", "-.--", "--..",
    "-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."
  };

  private static final Map<String, Character> ALPHABET =
      IntStream.range(0, CODES.length)
          .boxed()
          .collect(Collectors.toUnmodifiableMap(i -> CODES[i], LETTERS::charAt));

  private static final int LONGEST = 6;

  @Override
  public String encoding() {
    return "morse";
  }

  @Override
  public List<String> decode(View view, String raw) {
    // Short of words, a text may be one in dots and dashes; others are not worth a second look.
    if (view.words().count() * 20 > view.text().length()) {
      return List.of();
    }
    StringBuilder letters = new StringBuilder();
    for (String word : view.text().split("\\s*/\\s*| {2,}|\\R")) {
      for (String code : word.strip().split(" ")) {
        Character letter = code.length() > LONGEST ? null : ALPHABET.get(code);
        if (letter != null) {
          letters.append(letter);
        }
      }
      letters.append(' ');
    }
    String text = letters.toString().strip();
    return text.length() < PlainText.SHORTEST ? List.of() : List.of(text);
  }
}
