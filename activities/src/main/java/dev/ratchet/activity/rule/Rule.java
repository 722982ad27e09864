package dev.ratchet.activity.rule;

import com.github.javaparser.ast.CompilationUnit;
import dev.ratchet.activity.analysis.Fixes.Fix;
import java.util.List;

/** One concern that can be found and mended in a single file. Stateless and thread-safe. */
public interface Rule {
  /** Its name, title and benefit, and why its edit is equivalent; "ratchet" is the analyser. */
  Fix fix();

  /** Lowest Java level that the edited code compiles with. */
  int languageLevel();

  /** All places in a file that parses. */
  List<Match> find(CompilationUnit unit, Positions positions);

  /**
   * A place, and how to mend it.
   *
   * @param startLine 1-based
   * @param endLine inclusive
   * @param edits what mends it; several places of a file may share one, such as a new import
   */
  record Match(int startLine, int endLine, String message, List<Edit> edits) {
    public Match {
      edits = List.copyOf(edits);
    }
  }

  /**
   * Replaces characters of the file's text.
   *
   * @param start offset of the first one
   * @param end offset behind the last one
   */
  record Edit(int start, int end, String replacement) {}
}
