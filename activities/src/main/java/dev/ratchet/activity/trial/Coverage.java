package dev.ratchet.activity.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ISourceFileCoverage;
import org.jacoco.core.tools.ExecFileLoader;

/**
 * Which source lines the tests ran, from JaCoCo's execution data and the class files it was made
 * with.
 */
final class Coverage {
  private Coverage() {}

  /**
   * @param exec JaCoCo's execution data; when it is not there nothing is covered
   * @param sourceRoots relative to the repository's root
   * @param sources all paths of the repository, to find where a class file's source lies
   */
  static Map<String, long[]> of(
      Path exec, Path classes, List<String> sourceRoots, Set<String> sources) {
    Map<String, long[]> lines = new TreeMap<>();
    if (!Files.isRegularFile(exec) || !Files.isDirectory(classes)) {
      return lines;
    }
    try {
      ExecFileLoader data = new ExecFileLoader();
      data.load(exec.toFile());
      CoverageBuilder builder = new CoverageBuilder();
      Analyzer analyzer = new Analyzer(data.getExecutionDataStore(), builder);
      analyze(analyzer, classes);
      for (ISourceFileCoverage file : builder.getSourceFiles()) {
        String name =
            file.getPackageName().isEmpty()
                ? file.getName()
                : file.getPackageName() + "/" + file.getName();
        for (String root : sourceRoots) {
          String path = root + "/" + name;
          if (sources.contains(path)) {
            lines.put(path, covered(file).toLongArray());
          }
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the coverage in " + exec, e);
    }
  }

  private static void analyze(Analyzer analyzer, Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          analyzer.analyzeClass(in, file.toString());
        } catch (IOException | RuntimeException unreadable) {
          // Multi-release variants and module descriptors of other levels: no lines of theirs
          // count.
        }
      }
    }
  }

  private static BitSet covered(ISourceFileCoverage file) {
    BitSet lines = new BitSet();
    for (int line = Math.max(1, file.getFirstLine()); line <= file.getLastLine(); line++) {
      int status = file.getLine(line).getStatus();
      if (status == ICounter.FULLY_COVERED || status == ICounter.PARTLY_COVERED) {
        lines.set(line);
      }
    }
    return lines;
  }
}
