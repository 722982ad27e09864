package dev.ratchet.activity.trial;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The full record of a baseline, kept in the object store.
 *
 * @param tests what each test did
 * @param coveredLines by path of the source file: lines that some test ran, as a bit set's words in
 *     hex, bit n for line n
 * @param modules folders of the modules, relative to the root, "" for the root itself, each with
 *     the inside class path of its main code
 * @param dependencies digest-named folder of the dependency repository below the cache
 */
public record BaselineDetails(
    Map<String, TestReport.Result> tests,
    Map<String, long[]> coveredLines,
    Map<String, List<String>> modules,
    String dependencies) {
  public BaselineDetails {
    tests = Map.copyOf(tests);
    coveredLines = Map.copyOf(coveredLines);
    modules = Map.copyOf(modules);
  }

  /**
   * Whether some test ran at least one of the lines' instructions on every executable line given.
   */
  public boolean covers(String path, int line) {
    long[] words = coveredLines.get(path);
    return words != null && BitSet.valueOf(words).get(line);
  }
}
