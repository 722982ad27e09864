package dev.ratchet.activity.analysis;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A source file as analysers see it.
 *
 * @param charset UTF-8, or ISO-8859-1 for what is no UTF-8
 */
public record SourceText(String path, String text, Charset charset, List<String> lines) {
  public SourceText {
    lines = List.copyOf(lines);
  }

  public static SourceText of(String path, byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return new SourceText(path, text, StandardCharsets.UTF_8, text.lines().toList());
    } catch (CharacterCodingException noUtf8) {
      String text = new String(content, StandardCharsets.ISO_8859_1);
      return new SourceText(path, text, StandardCharsets.ISO_8859_1, text.lines().toList());
    }
  }

  /** The lines' code without its layout, by which a finding is known again when it has moved. */
  public String code(int startLine, int endLine) {
    int first = Math.clamp(startLine, 1, Math.max(1, lines.size()));
    int last = Math.clamp(endLine, first, Math.max(first, lines.size()));
    // A whole class is known by its first line: what else changes in it is another matter.
    int shown = last - first > 20 ? first : last;
    return lines.isEmpty()
        ? ""
        : String.join(" ", lines.subList(first - 1, shown)).replaceAll("\\s+", " ").strip();
  }
}
