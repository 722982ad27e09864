package dev.ratchet.assistant.safety.output;

/** Private keys in PEM. See docs/safety/private-key.md. */
public final class PrivateKey implements OutputRule {
  private static final String BEGIN = "-----BEGIN ";
  private static final String KEY = "PRIVATE KEY";

  /** Before the words PRIVATE KEY: "ENCRYPTED ", "OPENSSH " and the like. */
  private static final int LONGEST_KIND = 20;

  /** A key of 16,384 bits has 12,800 characters; what follows more than that is no key. */
  private static final int LONGEST_KEY = 16_384;

  @Override
  public String name() {
    return "private-key";
  }

  @Override
  public boolean startsWith(char c) {
    return c == '-';
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    int begin = Letters.literal(text, at, BEGIN, ended);
    if (begin <= NONE) {
      return begin;
    }
    for (int kind = 0; kind <= LONGEST_KIND; kind++) {
      int key = Letters.literal(text, at + begin + kind, KEY, ended);
      if (key != NONE) {
        return key == MORE ? MORE : begin + kind + key;
      }
      int place = at + begin + kind;
      if (place >= text.length()) {
        return Letters.more(ended);
      }
      if (!Letters.isUpper(text.charAt(place)) && text.charAt(place) != ' ') {
        return NONE;
      }
    }
    return NONE;
  }

  @Override
  public Tail tail(CharSequence match) {
    return new Pem();
  }

  /** Up to the five dashes after the next "-----END", or for the length of a key. */
  private static final class Pem implements Tail {
    private static final String END = "-----END ";

    private int taken;
    private int ofEnd;
    private int dashes;

    @Override
    public boolean takes(char c) {
      if (dashes == 5 || taken++ == LONGEST_KEY) {
        return false;
      }
      if (ofEnd == END.length()) {
        dashes += c == '-' ? 1 : 0;
      } else if (c == END.charAt(ofEnd)) {
        ofEnd++;
      } else if (c != '-' || ofEnd != 5) {
        // After five dashes a sixth is still five.
        ofEnd = c == '-' ? 1 : 0;
      }
      return true;
    }
  }
}
