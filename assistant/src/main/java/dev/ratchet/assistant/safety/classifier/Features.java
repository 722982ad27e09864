package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.text.Words;

/**
 * What of a text counts: each word, each two neighbours, each two with one between, hashed into
 * buckets. Training and judging call these very methods, so that they cannot drift apart.
 */
final class Features {
  /** 65,536: with some 30,000 features in training few collide, and the weights take 64 KB. */
  static final int BUCKETS = 1 << 16;

  /** Features of a word, at most: itself, and with each of the two words before it. */
  static final int PER_WORD = 3;

  private Features() {}

  static int word(int hash) {
    return bucket(hash * 0x9E3779B1);
  }

  static int pair(int before, int hash) {
    return bucket(before * 0x85EBCA6B ^ Integer.rotateLeft(hash, 13) * 0xC2B2AE35);
  }

  static int apart(int before, int hash) {
    return bucket(before * 0x27D4EB2F ^ Integer.rotateLeft(hash, 17) * 0x165667B1);
  }

  private static int bucket(int mixed) {
    int folded = mixed ^ mixed >>> 15;
    return folded * 0x2C1B3C6D >>> 16;
  }

  /** The features of the words from {@code from} to before {@code to}, in the order of scoring. */
  static int[] of(Words words, int from, int to) {
    int[] features = new int[PER_WORD * (to - from)];
    int count = 0;
    for (int i = from; i < to; i++) {
      int hash = words.hash(i);
      features[count++] = word(hash);
      if (i > 0) {
        features[count++] = pair(words.hash(i - 1), hash);
      }
      if (i > 1) {
        features[count++] = apart(words.hash(i - 2), hash);
      }
    }
    return count == features.length ? features : java.util.Arrays.copyOf(features, count);
  }
}
