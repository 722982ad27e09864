package dev.ratchet.assistant.safety.output;

import dev.ratchet.assistant.safety.output.OutputRule.Remedy;
import dev.ratchet.assistant.safety.output.OutputRule.Tail;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies rules to one answer as it arrives. Holds back from the first place on at which a rule
 * needs more of the text, and nothing where none does. For one thread.
 */
public final class Scanner {
  private final List<OutputRule> rules;
  private final Set<String> found = new LinkedHashSet<>();

  /** What was not passed on yet, after one character that was, for rules to look back at. */
  private final StringBuilder text = new StringBuilder();

  private int at;
  private Tail tail = Tail.NONE;
  private @Nullable OutputRule matched;
  private @Nullable String endedBy;

  public Scanner(List<OutputRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** What may be passed on now. */
  public String push(String piece) {
    return scan(piece, false);
  }

  public String finish() {
    return scan("", true);
  }

  /** The rules that found something, in the order in which they did. */
  public Set<String> found() {
    return found;
  }

  /** The rule that ended the answer, if one did. */
  public @Nullable String endedBy() {
    return endedBy;
  }

  /** How many characters are held back. */
  public int held() {
    return text.length() - at;
  }

  private String scan(String piece, boolean ended) {
    if (endedBy != null) {
      return "";
    }
    text.append(piece);
    StringBuilder passed = new StringBuilder(piece.length() + 16);
    int clean = at;
    while (at < text.length() && endedBy == null) {
      char c = text.charAt(at);
      if (tail.takes(c)) {
        clean = ++at;
        continue;
      }
      tail = Tail.NONE;
      int match = match(c, ended);
      if (match == OutputRule.MORE || isHalf(c, ended)) {
        break;
      }
      if (match == OutputRule.NONE) {
        at++;
      } else {
        passed.append(text, clean, at).append(apply(match));
        clean = at;
      }
    }
    passed.append(text, clean, at);
    forget();
    return passed.toString();
  }

  /** Half a character would be lost where pieces are encoded one by one. */
  private boolean isHalf(char c, boolean ended) {
    return Character.isHighSurrogate(c) && at + 1 == text.length() && !ended;
  }

  private void forget() {
    int kept = Math.min(1, at);
    text.delete(0, at - kept);
    at = kept;
  }

  /** The longest match of any rule here, unless one of them needs to see more. */
  private int match(char c, boolean ended) {
    int longest = OutputRule.NONE;
    for (OutputRule rule : rules) {
      if (rule.startsWith(c)) {
        int match = rule.match(text, at, ended);
        if (match == OutputRule.MORE) {
          return match;
        }
        if (match > longest) {
          longest = match;
          matched = rule;
        }
      }
    }
    return longest;
  }

  /** Steps over a match, and says what stands in its place. */
  private String apply(int length) {
    OutputRule rule = Objects.requireNonNull(matched);
    found.add(rule.name());
    tail = rule.tail(text.subSequence(at, at + length));
    at += length;
    if (rule.remedy() == Remedy.END) {
      endedBy = rule.name();
    }
    return rule.remedy() == Remedy.REPLACE ? "[" + rule.name() + " removed]" : "";
  }
}
