package dev.ratchet.assistant.safety.text;

import java.util.Arrays;

/**
 * The words of a text as hashes of their lower-case letters, made in one pass. Apostrophes are no
 * part of a word, every number is the same word, and each ideograph is a word of its own.
 */
public final class Words {
  /** The hash of every word that is a number. */
  public static final int NUMBER = hash("0");

  private static final int SEED = 0x811c9dc5;
  private static final int PRIME = 0x01000193;

  private int[] hashes;
  private int[] starts;
  private int count;

  private Words(int capacity) {
    hashes = new int[capacity];
    starts = new int[capacity];
  }

  public static Words of(CharSequence text) {
    Words words = new Words(text.length() / 5 + 8);
    int at = 0;
    while (at < text.length()) {
      at = isPart(text.charAt(at)) ? words.take(text, at) : at + 1;
    }
    return words;
  }

  /** The hash under which a lower-case word is found. */
  public static int hash(String word) {
    int hash = SEED;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * PRIME;
    }
    return hash;
  }

  private int take(CharSequence text, int start) {
    int hash = SEED;
    boolean digits = true;
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isApostrophe(c)) {
        at++;
        continue;
      }
      if (!isPart(c)) {
        break;
      }
      digits &= c >= '0' && c <= '9';
      hash = (hash ^ lower(c)) * PRIME;
      at++;
      if (c >= '\u2e80' && Character.isIdeographic(c)) {
        break;
      }
    }
    add(digits ? NUMBER : hash, start);
    return at;
  }

  private void add(int hash, int start) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
      starts = Arrays.copyOf(starts, count * 2);
    }
    hashes[count] = hash;
    starts[count++] = start;
  }

  private static boolean isPart(char c) {
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(c);
  }

  private static boolean isApostrophe(char c) {
    return c == '\'' || c == '\u2019';
  }

  private static char lower(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
    return Character.toLowerCase(c);
  }

  public int count() {
    return count;
  }

  public int hash(int index) {
    return hashes[index];
  }

  /** Where in the text a word begins. */
  public int start(int index) {
    return starts[index];
  }
}
