package dev.ratchet.assistant.safety.text;

import dev.ratchet.assistant.safety.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with all the ways to read it.
 *
 * @param views the text as it stands first, then what was decoded
 */
public record Submission(String raw, Source source, List<View> views) {
  private static final List<Decoder> DECODERS =
      List.of(
          new TagLetters(),
          new Base64Bodies(),
          new HexBodies(),
          new Rot13(),
          new SpacedLetters(),
          new Morse());

  /** Encodings within encodings: nobody needs a third, and a model does not read it. */
  private static final int DEEPEST = 2;

  /** Bodies that are judged one by one; what comes after them is joined to one. */
  private static final int MOST_BODIES = 8;

  public Submission {
    views = List.copyOf(views);
  }

  public static Submission of(String raw, Source source) {
    List<View> views = new ArrayList<>();
    View plain = View.plain(raw);
    views.add(plain);
    decode(plain, raw, 1, views);
    return new Submission(raw, source, views);
  }

  private static void decode(View view, String raw, int depth, List<View> views) {
    for (Decoder decoder : DECODERS) {
      if (decoder.encoding().equals(view.encoding())) {
        continue;
      }
      for (String body : few(decoder.decode(view, raw))) {
        View decoded = View.of(body, decoder.encoding());
        views.add(decoded);
        if (depth < DEEPEST) {
          decode(decoded, body, depth + 1, views);
        }
      }
    }
  }

  private static List<String> few(List<String> bodies) {
    if (bodies.size() <= MOST_BODIES) {
      return bodies;
    }
    List<String> few = new ArrayList<>(bodies.subList(0, MOST_BODIES - 1));
    few.add(String.join(" ", bodies.subList(MOST_BODIES - 1, bodies.size())));
    return few;
  }
}
