package dev.ratchet.activity.repository;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The Java releases that a repository's continuous integration compiles for: often one more than
 * the build file says, in a job of its own. A reading of the files line by line, without the
 * meaning of their format: what it misses costs nothing, and what it finds too low only makes rules
 * that need more stay away.
 */
final class CiLevels {
  private static final Pattern FILES =
      Pattern.compile(
          "\\.github/workflows/[^/]+\\.ya?ml|\\.travis\\.yml|\\.gitlab-ci\\.yml|azure-pipelines\\.yml"
              + "|\\.circleci/config\\.yml|appveyor\\.yml|Jenkinsfile");

  /** javac's options, alone or through Maven's properties. */
  private static final Pattern OPTION =
      Pattern.compile(
          "(?:-source|-target|--release|maven\\.compiler\\.(?:source|target|release))[ =]+"
              + "(?:1\\.)?(\\d{1,2})(?![\\w.])");

  /** The JDK of a job: javac compiles for nothing above its own release. */
  private static final Pattern JDK =
      Pattern.compile("^\\s*-?\\s*(?:java-version|java|jdk)\\s*:\\s*(.+)$");

  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])(?:1\\.)?(\\d{1,2})(?!\\d)");

  /** Older ones are no release of Java's that anybody compiles for. */
  private static final int OLDEST = 5;

  private CiLevels() {}

  /** The lowest; empty when no file says. */
  static OptionalInt lowest(Mirror mirror, String commit, Set<String> paths) {
    return paths.stream()
        .filter(path -> FILES.matcher(path).matches())
        .flatMap(path -> mirror.read(commit, path).stream())
        .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
        .flatMapToInt(CiLevels::levels)
        .filter(level -> level >= OLDEST)
        .min();
  }

  private static IntStream levels(String line) {
    String code = line.replaceFirst("(^|\\s)#.*$", "");
    Matcher jdk = JDK.matcher(code);
    Stream<Matcher> found =
        jdk.matches() ? Stream.of(NUMBER.matcher(jdk.group(1))) : Stream.of(OPTION.matcher(code));
    return found
        .flatMap(matcher -> matcher.results())
        .mapToInt(result -> Integer.parseInt(result.group(1)));
  }
}
