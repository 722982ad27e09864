package dev.ratchet.assistant.safety.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether decoded bytes are text. */
final class PlainText {
  /** Shorter than any order that could be hidden in it. */
  static final int SHORTEST = 12;

  private static final double LETTERS = 0.7;

  private PlainText() {}

  static Optional<String> text(byte[] bytes) {
    if (bytes.length < SHORTEST) {
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return reads(text) ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private static boolean reads(String text) {
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetter(c) || c == ' ') {
        letters++;
      } else if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
        return false;
      }
    }
    return letters >= LETTERS * text.length();
  }
}
