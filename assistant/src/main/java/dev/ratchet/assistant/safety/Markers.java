package dev.ratchet.assistant.safety;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The marks of chat templates. A model's tokenizer may read them as a change of speaker wherever
 * they stand, so that no text may hold one when it enters a prompt.
 */
public final class Markers {
  private static final Pattern MARKER =
      Pattern.compile(
          "<\\|[A-Za-z_][A-Za-z0-9_ ]{0,30}\\|>"
              + "|<[/]?(?:start_of_turn|end_of_turn|think)>"
              + "|\\[/?INST\\]|<</?SYS>>");

  private Markers() {}

  public static boolean foundIn(String text) {
    return mayHold(text) && MARKER.matcher(text).find();
  }

  /** The same text with each mark broken by a blank: readable, and a mark no more. */
  public static String broken(String text) {
    if (!mayHold(text)) {
      return text;
    }
    return MARKER
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group().substring(0, 1) + ' ' + match.group().substring(1)));
  }

  private static boolean mayHold(String text) {
    return text.indexOf('<') >= 0 || text.indexOf('[') >= 0;
  }
}
