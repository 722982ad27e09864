package dev.ratchet.activity.trial;

import dev.ratchet.domain.TestCounts;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The results of one run of a test suite, from the JUnit XML files it left.
 *
 * @param tests by id, "package.Class#name"; a name that occurs several times in one class is
 *     numbered
 */
public record TestReport(Map<String, Result> tests) {
  /** Of one report: more than a verbose suite prints, little beside the worker's memory. */
  private static final long LARGEST_FILE = 32L << 20;

  private static final int MOST_TESTS = 200_000;

  /** More than this in one test's message is cut. */
  private static final int LONGEST_MESSAGE = 500;

  public TestReport {
    tests = Map.copyOf(tests);
  }

  /** From the best to the least that can be said of a test. */
  public enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }

  /**
   * @param message why it failed; empty otherwise
   */
  public record Result(Status status, long millis, String message) {}

  /**
   * Reads every file named TEST-*.xml below the folder. A file that is no XML counts as not there.
   */
  public static TestReport read(Path folder) {
    Map<String, Result> tests = new TreeMap<>();
    Map<String, Integer> sameNames = new HashMap<>();
    if (!Files.isDirectory(folder)) {
      return new TestReport(tests);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(TestReport::isReport).sorted().toList()) {
        readFile(file, tests, sameNames);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read test reports in " + folder, e);
    }
    return new TestReport(tests);
  }

  /**
   * What two runs of the same tree agree on: tests that were in both, each with the lesser of its
   * results. A test whose name changes from run to run cannot be missed.
   */
  static TestReport dependable(TestReport first, TestReport second) {
    Map<String, Result> tests = new TreeMap<>();
    first.tests.forEach(
        (id, one) -> {
          Result other = second.tests.get(id);
          if (other != null) {
            tests.put(id, one.status().compareTo(other.status()) >= 0 ? one : other);
          }
        });
    return new TestReport(tests);
  }

  /** What a test writes there may be made to harm whoever reads it. */
  private static boolean isReport(Path file) {
    return Files.isRegularFile(file)
        && file.getFileName().toString().matches("TEST-.*\\.xml")
        && file.toFile().length() <= LARGEST_FILE;
  }

  private static void readFile(Path file, Map<String, Result> tests, Map<String, Integer> sameNames)
      throws IOException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext() && tests.size() < MOST_TESTS) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT
            && xml.getLocalName().equals("testcase")) {
          readCase(xml, tests, sameNames);
        }
      }
    } catch (XMLStreamException damaged) {
      // A build that was killed leaves half a file: its complete test cases count.
    }
  }

  private static void readCase(
      XMLStreamReader xml, Map<String, Result> tests, Map<String, Integer> sameNames)
      throws XMLStreamException {
    String id = cut(attribute(xml, "classname")) + "#" + cut(attribute(xml, "name"));
    long millis = millis(attribute(xml, "time"));
    Status status = Status.PASSED;
    String message = "";
    for (int depth = 1; depth > 0; ) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        switch (xml.getLocalName()) {
          case "failure", "error" -> {
            status = Status.FAILED;
            message = attribute(xml, "type") + ": " + attribute(xml, "message");
          }
          case "skipped" -> status = Status.SKIPPED;
          default -> {}
        }
      }
    }
    put(tests, sameNames, id, new Result(status, millis, cut(message)));
  }

  private static void put(
      Map<String, Result> tests, Map<String, Integer> sameNames, String id, Result result) {
    int number = sameNames.merge(id, 1, Integer::sum);
    tests.put(number == 1 ? id : id + "(" + number + ")", result);
  }

  private static String attribute(XMLStreamReader xml, String name) {
    @Nullable String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private static long millis(String seconds) {
    try {
      return Math.round(Double.parseDouble(seconds.replace(",", "")) * 1000);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }

  public TestCounts counts(Duration elapsed) {
    return new TestCounts(
        count(Status.PASSED), count(Status.FAILED), count(Status.SKIPPED), elapsed);
  }

  private int count(Status status) {
    return (int) tests.values().stream().filter(result -> result.status() == status).count();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d passed, %d failed", count(Status.PASSED), count(Status.FAILED));
  }
}
