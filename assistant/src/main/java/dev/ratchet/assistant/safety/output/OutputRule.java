package dev.ratchet.assistant.safety.output;

import dev.ratchet.assistant.safety.Mode;

/**
 * Finds one kind of thing in an answer while it streams. Thread-safe.
 *
 * <p>{@link #match} answers for one place, with {@link #NONE}, with {@link #MORE}, or with the
 * length of the match. Whatever it answers other than MORE has to hold for every text that begins
 * with the one it saw: so the pieces in which an answer arrives make no difference.
 */
public interface OutputRule {
  int NONE = 0;

  /** Not to be told before more of the text is there; never answered when it has ended. */
  int MORE = -1;

  /** Also the name of its page in docs/safety. */
  String name();

  /** What it does where the operator says nothing. */
  default Mode standard() {
    return Mode.BLOCK;
  }

  /** What blocking means. */
  default Remedy remedy() {
    return Remedy.REPLACE;
  }

  /** Whether a match can begin with this character: a first look that costs nothing. */
  boolean startsWith(char c);

  /**
   * @param at a place of the text at which {@link #startsWith} holds; what stands before it is
   *     there, as far as one character
   * @param ended whether no more text will come
   */
  int match(CharSequence text, int at, boolean ended);

  /** What belongs to a match beyond what was needed to know it; made for each match. */
  default Tail tail(CharSequence match) {
    return Tail.NONE;
  }

  /** What becomes of a match where the rule blocks. */
  enum Remedy {
    /** A note stands in its place. */
    REPLACE,
    /** Nothing stands in its place. */
    REMOVE,
    /** The answer ends here. */
    END
  }

  /** Takes the characters that follow, one by one, until one does not belong to the match. */
  @FunctionalInterface
  interface Tail {
    Tail NONE = c -> false;

    boolean takes(char c);
  }
}
