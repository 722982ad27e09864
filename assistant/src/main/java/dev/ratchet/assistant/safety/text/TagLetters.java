package dev.ratchet.assistant.safety.text;

import java.util.List;

/** Text in Unicode's tag characters, which a model reads and a person does not see. */
final class TagLetters implements Decoder {
  @Override
  public String encoding() {
    return "hidden tags";
  }

  @Override
  public List<String> decode(View view, String raw) {
    StringBuilder letters = new StringBuilder();
    // Tags lie beyond the basic plane: without a surrogate there is none.
    for (int i = 0; i + 1 < raw.length(); i++) {
      if (raw.charAt(i) == '\udb40') {
        int codePoint = raw.codePointAt(i);
        if (HiddenCharacters.isTag(codePoint) && HiddenCharacters.ofTag(codePoint) >= ' ') {
          letters.append(HiddenCharacters.ofTag(codePoint));
        }
      }
    }
    return letters.length() < PlainText.SHORTEST ? List.of() : List.of(letters.toString());
  }
}
