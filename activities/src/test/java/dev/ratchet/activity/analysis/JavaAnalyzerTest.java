package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.Progress;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Severity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaAnalyzerTest {
  @TempDir Path cache;

  private final Map<String, String> sources = new TreeMap<>(Map.of("A.java", "a", "B.java", "b"));
  private final Words words = new Words("1");

  /** Complains about every file. */
  private static final class Words implements SourceAnalyzer {
    private final String version;
    private final List<String> read = new ArrayList<>();

    Words(String version) {
      this.version = version;
    }

    @Override
    public String name() {
      return "words";
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public Map<String, FileReport> analyze(Batch batch, Progress progress) {
      Map<String, FileReport> reports = new HashMap<>();
      for (SourceText file : batch.files()) {
        read.add(file.path());
        SourceIssue issue =
            new SourceIssue(
                "words",
                "W",
                1,
                1,
                file.text(),
                Severity.MINOR,
                ImprovementType.CODE_QUALITY,
                file.code(1, 1),
                false);
        if (!file.text().equals("unreadable")) {
          reports.put(file.path(), FileReport.ofIssues(List.of(issue)));
        }
      }
      return reports;
    }
  }

  private JavaAnalyzer.Reports analyze(SourceAnalyzer analyzer, int level)
      throws InterruptedException {
    return new JavaAnalyzer(List.of(analyzer), cache)
        .analyze(
            sources,
            path -> SourceText.of(path, sources.get(path).getBytes(StandardCharsets.UTF_8)),
            new SourceAnalyzer.Levels(level, level),
            List.of(),
            Progress.NONE);
  }

  @Test
  void readsOnlyWhatChanged() throws Exception {
    assertThat(analyze(words, 8).filesRead()).isEqualTo(2);
    JavaAnalyzer.Reports again = analyze(words, 8);
    assertThat(again.filesRead()).isZero();
    assertThat(again.reports().get("A.java").getFirst().issues().getFirst().message())
        .isEqualTo("a");
    sources.put("B.java", "changed");
    words.read.clear();
    JavaAnalyzer.Reports changed = analyze(words, 8);
    assertThat(changed.filesRead()).isEqualTo(1);
    assertThat(words.read).containsExactly("B.java");
    assertThat(changed.reports().get("B.java").getFirst().issues().getFirst().message())
        .isEqualTo("changed");
  }

  @Test
  void readsAgainForAnotherVersionOrLevel() throws Exception {
    analyze(words, 8);
    assertThat(analyze(words, 11).filesRead()).isEqualTo(2);
    assertThat(analyze(new Words("2"), 8).filesRead()).isEqualTo(2);
    assertThat(analyze(words, 8).filesRead()).isZero();
  }

  @Test
  void triesAgainWhatHadNoReport() throws Exception {
    sources.put("B.java", "unreadable");
    assertThat(analyze(words, 8).reports().get("B.java")).isEmpty();
    assertThat(analyze(words, 8).filesRead()).isEqualTo(1);
  }

  @Test
  void survivesADamagedCache() throws Exception {
    analyze(words, 8);
    Files.writeString(cache.resolve("words.json"), "{\"key\": [");
    assertThat(analyze(words, 8).filesRead()).isEqualTo(2);
    Files.delete(cache.resolve("words.json"));
    assertThat(analyze(words, 8).filesRead()).isEqualTo(2);
    assertThat(analyze(words, 8).filesRead()).isZero();
  }
}
