package dev.ratchet.activity.analysis;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.analysis.SourceAnalyzer.Batch;
import dev.ratchet.activity.analysis.SourceAnalyzer.Levels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Runs analysers over a target's files and remembers their reports, so that a file is read again
 * only when it, the analyser or the settings changed. What a change in one file means for another
 * that did not change is not seen. For one run of a target at a time.
 */
public final class JavaAnalyzer {
  private final List<SourceAnalyzer> analyzers;
  private final Path cache;

  /**
   * @param cache folder of the target's cached reports
   */
  public JavaAnalyzer(List<SourceAnalyzer> analyzers, Path cache) {
    this.analyzers = List.copyOf(analyzers);
    this.cache = cache;
  }

  /**
   * @param reports by path, one of each analyser that could read the file
   * @param filesRead files that at least one analyser read anew
   */
  public record Reports(Map<String, List<FileReport>> reports, int filesRead) {}

  /**
   * Analyses files.
   *
   * @param files their paths with an id of their content
   * @param reader gives a file's text; asked once at most for each file
   */
  public Reports analyze(
      Map<String, String> files,
      Function<String, SourceText> reader,
      Levels levels,
      List<Path> classPath,
      Progress progress)
      throws InterruptedException {
    Map<String, List<FileReport>> reports = new TreeMap<>();
    files.keySet().forEach(path -> reports.put(path, new ArrayList<>()));
    Set<String> read = new HashSet<>();
    Map<String, SourceText> texts = new HashMap<>();
    String settings = levels + " " + classPath;
    for (SourceAnalyzer analyzer : analyzers) {
      AnalysisCache known = new AnalysisCache(cache, analyzer.name());
      Map<String, String> keys = new TreeMap<>();
      files.forEach(
          (path, content) ->
              keys.put(
                  path,
                  Digests.sha256(String.join("\n", analyzer.version(), settings, path, content))));
      Map<String, FileReport> used = new LinkedHashMap<>();
      List<SourceText> missing = new ArrayList<>();
      for (Map.Entry<String, String> key : keys.entrySet()) {
        Optional<FileReport> found = known.find(key.getValue());
        found.ifPresent(report -> used.put(key.getValue(), report));
        if (found.isEmpty()) {
          missing.add(texts.computeIfAbsent(key.getKey(), reader));
          read.add(key.getKey());
        }
      }
      if (!missing.isEmpty()) {
        analyzer
            .analyze(new Batch(missing, levels, classPath), progress)
            .forEach((path, report) -> used.put(keys.getOrDefault(path, path), report));
        known.keep(used);
      }
      keys.forEach(
          (path, key) -> {
            FileReport report = used.get(key);
            if (report != null) {
              reports.computeIfAbsent(path, missed -> new ArrayList<>()).add(report);
            }
          });
    }
    return new Reports(reports, read.size());
  }
}
