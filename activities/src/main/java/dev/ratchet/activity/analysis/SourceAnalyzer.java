package dev.ratchet.activity.analysis;

import dev.ratchet.activity.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Something that reads Java files and says what it finds in each. Thread-safe. */
public interface SourceAnalyzer {
  /** "pmd", "error-prone" or "ratchet". */
  String name();

  /** Changes whenever the same file might get another report. */
  String version();

  /**
   * Reads files.
   *
   * @return a report for each file that could be read; what is missing is tried again next time
   */
  Map<String, FileReport> analyze(Batch batch, Progress progress) throws InterruptedException;

  /**
   * Files to read.
   *
   * @param classPath jars of the target's dependencies on this machine
   */
  record Batch(List<SourceText> files, Levels levels, List<Path> classPath) {
    public Batch {
      files = List.copyOf(files);
      classPath = List.copyOf(classPath);
    }
  }

  /**
   * Java releases, 0 where unknown.
   *
   * @param language that the code is compiled for, so that it may use what that one has
   * @param source that the code has to keep to; the same or a lower one
   */
  record Levels(int language, int source) {}
}
