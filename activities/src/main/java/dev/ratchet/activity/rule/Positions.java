package dev.ratchet.activity.rule;

import com.github.javaparser.Position;
import com.github.javaparser.ast.Node;
import java.util.ArrayList;
import java.util.List;

/** From JavaParser's lines and columns to offsets into the text. */
public final class Positions {
  private final String text;
  private final List<Integer> lineStarts = new ArrayList<>();

  public Positions(String text) {
    this.text = text;
    lineStarts.add(0);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean crlf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if ((c == '\n' || c == '\r') && !crlf) {
        lineStarts.add(i + 1);
      }
    }
  }

  public int start(Node node) {
    return offset(node.getRange().orElseThrow().begin);
  }

  /** Behind the node's last character. */
  public int end(Node node) {
    return offset(node.getRange().orElseThrow().end) + 1;
  }

  private int offset(Position position) {
    return lineStarts.get(position.line - 1) + position.column - 1;
  }

  /** Characters before an offset on its line. */
  int column(int offset) {
    return offset - text.lastIndexOf('\n', offset - 1) - 1;
  }

  /** How the text's first line ends. */
  String lineEnd() {
    int end = text.indexOf('\n');
    return end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
  }

  /** What stands behind one node and before another. */
  String between(Node before, Node after) {
    int start = end(before);
    int end = start(after);
    return text.substring(start, end);
  }

  public String text(int start, int end) {
    return text.substring(start, end);
  }
}
