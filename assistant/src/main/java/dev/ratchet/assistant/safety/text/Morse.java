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
    int at = 0;
    while (at < view.text().length()) {
      int end = codeEnd(view.text(), at);
      if (end > at) {
        add(view.text().substring(at, end), letters);
        // One blank ends a letter; whatever comes after it ends a word.
        at = end + 1;
      } else {
        endWord(letters);
        at++;
      }
    }
    String text = letters.toString().strip();
    return text.length() < PlainText.SHORTEST ? List.of() : List.of(text);
  }

  private static int codeEnd(String text, int start) {
    int at = start;
    while (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '-')) {
      at++;
    }
    return at;
  }

  private static void add(String code, StringBuilder letters) {
    Character letter = code.length() > LONGEST ? null : ALPHABET.get(code);
    if (letter != null) {
      letters.append(letter);
    }
  }

  private static void endWord(StringBuilder letters) {
    if (!letters.isEmpty() && letters.charAt(letters.length() - 1) != ' ') {
      letters.append(' ');
    }
  }
}
