package dev.ratchet.activity.analysis;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.workflow.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The reports of one analyser on one target's files, in one file. It may be deleted at any time; a
 * damaged one counts as empty. For one run at a time.
 */
final class AnalysisCache {
  /** Some four versions of a large target. */
  private static final int MOST_ENTRIES = 40_000;

  private static final ObjectMapper JSON = Payloads.mapper();

  private final Path file;
  private final Map<String, FileReport> entries;

  /**
   * @param folder of the target
   */
  AnalysisCache(Path folder, String analyzer) {
    this.file = folder.resolve(analyzer + ".json");
    this.entries = read(file);
  }

  private static Map<String, FileReport> read(Path file) {
    Map<String, FileReport> entries = new LinkedHashMap<>();
    if (Files.isRegularFile(file)) {
      try {
        entries.putAll(
            JSON.readValue(file.toFile(), new TypeReference<Map<String, FileReport>>() {}));
      } catch (IOException | IllegalArgumentException | NullPointerException damaged) {
        entries.clear();
      }
    }
    return entries;
  }

  Optional<FileReport> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Writes what was used in this run first, so that the oldest entries are dropped. */
  void keep(Map<String, FileReport> used) {
    Map<String, FileReport> kept = new LinkedHashMap<>(used);
    for (Map.Entry<String, FileReport> former : entries.entrySet()) {
      if (kept.size() >= MOST_ENTRIES) {
        break;
      }
      kept.putIfAbsent(former.getKey(), former.getValue());
    }
    try {
      Files.createDirectories(file.getParent());
      Path draft = Files.createTempFile(file.getParent(), "cache", ".new");
      JSON.writeValue(draft.toFile(), kept);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
