package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.text.HiddenCharacters;
import java.util.Optional;

/**
 * Characters that a model reads and a person does not see. What they say is judged by the other
 * rules too. See docs/safety/hidden-text.md.
 */
public final class HiddenText implements RawRule {
  /** A word or more in tags; flags of regions hold at most six, and are left out anyway. */
  private static final int TAGS = 8;

  /** A byte or more written in zero-width characters in one place. */
  private static final int RUN = 8;

  /** Zero-width characters within Latin words: web pages leave one or two. */
  private static final int SPLITS = 3;

  private static final int BLACK_FLAG = 0x1F3F4;

  @Override
  public String name() {
    return "hidden-text";
  }

  @Override
  public Optional<Suspicion> examine(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      // Everything hidden lies above ASCII, and most texts end here.
      if (raw.charAt(i) >= 0xAD) {
        return new Count(raw, i).suspicion();
      }
    }
    return Optional.empty();
  }

  private static final class Count {
    private int tags;
    private int run;
    private int longestRun;
    private int splits;
    private int overrides;
    private int selectors;
    private int previous;
    private boolean flag;

    private Count(String raw, int from) {
      previous = from == 0 ? ' ' : raw.codePointBefore(from);
      for (int i = from; i < raw.length(); ) {
        int codePoint = raw.codePointAt(i);
        int next = i + Character.charCount(codePoint);
        add(codePoint, next < raw.length() ? raw.charAt(next) : ' ');
        previous = codePoint;
        i = next;
      }
    }

    private void add(int codePoint, char next) {
      flag = codePoint == BLACK_FLAG || (flag && HiddenCharacters.isTag(codePoint));
      if (HiddenCharacters.isTag(codePoint)) {
        tags += flag ? 0 : 1;
      } else if (HiddenCharacters.isZeroWidth(codePoint)) {
        longestRun = Math.max(longestRun, ++run);
        splits += isLatin(previous) && isLatin(next) && codePoint != 0xAD ? 1 : 0;
        return;
      } else if (HiddenCharacters.isOverride(codePoint)) {
        overrides++;
      } else if (HiddenCharacters.isVariationSelector(codePoint)) {
        selectors += HiddenCharacters.isVariationSelector(previous) ? 1 : 0;
      }
      run = 0;
    }

    private static boolean isLatin(int c) {
      return c < 0x250 && Character.isLetter(c);
    }

    private Optional<Suspicion> suspicion() {
      if (tags >= TAGS || longestRun >= RUN || selectors >= RUN) {
        return Optional.of(Suspicion.sure("The text holds a message that cannot be seen."));
      }
      if (overrides > 0) {
        return Optional.of(
            Suspicion.possible("The text is shown in another order than it stands in."));
      }
      return splits >= SPLITS
          ? Optional.of(Suspicion.possible("Words of the text are split by unseen characters."))
          : Optional.empty();
    }
  }
}
