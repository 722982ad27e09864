package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.analysis.Fixes.Fix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorProneFixesTest {
  private static final Path PAGES = Path.of("../docs/error-prone");

  static List<Fix> fixes() {
    return ErrorProneFixes.all();
  }

  @ParameterizedTest
  @MethodSource("fixes")
  void hasAPageThatArgues(Fix fix) throws Exception {
    String page = Files.readString(PAGES.resolve(fix.rule() + ".md"));
    assertThat(page).startsWith("# " + fix.rule() + "\n").contains("**Why.**");
    assertThat(page).contains(fix.equivalent() ? "**Equivalent.**" : "**Not equivalent");
    assertThat(fix.title()).hasSizeLessThan(60);
  }

  @Test
  void hasNoPageOfWhatIsNotThere() throws Exception {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
          .containsExactlyInAnyOrderElementsOf(fixes().stream().map(Fix::rule).toList());
    }
  }
}
