package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.text.Words;
import java.util.Arrays;

/**
 * What of a text counts: each word, each two neighbours, each two with one between, and each two
 * words of the lexicon that stand near each other, hashed into buckets. Training and judging call
 * this very method, so that they cannot drift apart.
 */
final class Features {
  /** 65,536: with some 30,000 features in training few collide, and the weights take 64 KB. */
  static final int BUCKETS = 1 << 16;

  /** How many words back a word of the lexicon is near. */
  private static final int NEAR = 5;

  /** How many words back a repetition is seen. */
  private static final int REPEATED = 8;

  /** Features of one word, at most: itself, with the two before it, and with those near. */
  static final int PER_WORD = 3 + NEAR;

  private Features() {}

  /** Writes the features of a word into {@code into}, and returns how many they are. */
  static int of(Words words, int index, int[] into) {
    if (isRepeated(words, index)) {
      return 0;
    }
    int hash = words.hash(index);
    int count = 0;
    into[count++] = bucket(hash * 0x9E3779B1);
    if (index > 0) {
      into[count++] = bucket(words.hash(index - 1) * 0x85EBCA6B ^ Integer.rotateLeft(hash, 13));
    }
    if (index > 1) {
      into[count++] = bucket(words.hash(index - 2) * 0x27D4EB2F ^ Integer.rotateLeft(hash, 17));
    }
    int kind = Lexicon.kind(hash);
    return kind == Lexicon.NONE ? count : near(words, index, kind, into, count);
  }

  /** Whether this word and the one before it just stood together: "a a a a" is one "a a". */
  private static boolean isRepeated(Words words, int index) {
    for (int i = index - 1; i >= 1 && i >= index - REPEATED; i--) {
      if (words.hash(i) == words.hash(index) && words.hash(i - 1) == words.hash(index - 1)) {
        return true;
      }
    }
    return false;
  }

  private static int near(Words words, int index, int kind, int[] into, int count) {
    int found = count;
    for (int i = Math.max(0, index - NEAR); i < index; i++) {
      int before = Lexicon.kind(words.hash(i));
      if (before != Lexicon.NONE) {
        into[found++] = bucket((before << 8 | kind) * 0xC2B2AE35 + 0x165667B1);
      }
    }
    return found;
  }

  static int bucket(int mixed) {
    int folded = (mixed ^ mixed >>> 15) * 0x2C1B3C6D;
    return (folded ^ folded >>> 13) >>> 16;
  }

  /** All features of the words from {@code from} to before {@code to}. */
  static int[] of(Words words, int from, int to) {
    int[] all = new int[PER_WORD * (to - from)];
    int[] some = new int[PER_WORD];
    int count = 0;
    for (int i = from; i < to; i++) {
      int found = of(words, i, some);
      System.arraycopy(some, 0, all, count, found);
      count += found;
    }
    return Arrays.copyOf(all, count);
  }
}
