package dev.ratchet.assistant.safety.output;

import java.util.Set;

/**
 * Marks of the Harmony format that a model server left in an answer. See docs/safety/harmony.md.
 */
public final class Harmony implements OutputRule {
  private static final Set<String> NAMES =
      Set.of("start", "end", "message", "channel", "constrain", "return", "call");

  /** Marks that a word follows, which belongs to them: the role, the channel, the format. */
  private static final Set<String> WITH_WORD = Set.of("<|start|>", "<|channel|>", "<|constrain|>");

  private static final int LONGEST_NAME = 9;
  private static final int LONGEST_WORD = 40;

  @Override
  public String name() {
    return "harmony";
  }

  @Override
  public Remedy remedy() {
    return Remedy.REMOVE;
  }

  @Override
  public boolean startsWith(char c) {
    return c == '<';
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    int open = Letters.literal(text, at, "<|", ended);
    if (open <= NONE) {
      return open;
    }
    int place = at + open;
    while (place < text.length() && isName(text.charAt(place)) && place - at <= LONGEST_NAME + 2) {
      place++;
    }
    if (place == text.length()) {
      return Letters.more(ended);
    }
    int close = Letters.literal(text, place, "|>", ended);
    if (close <= NONE) {
      return close;
    }
    return NAMES.contains(text.subSequence(at + open, place).toString()) ? place + 2 - at : NONE;
  }

  private static boolean isName(char c) {
    return c >= 'a' && c <= 'z';
  }

  @Override
  public Tail tail(CharSequence match) {
    return WITH_WORD.contains(match.toString()) ? new Word() : Tail.NONE;
  }

  private static final class Word implements Tail {
    private int taken;

    @Override
    public boolean takes(char c) {
      return taken++ < LONGEST_WORD && (isName(c) || c == '_' || c == '.' || c == '=');
    }
  }
}
