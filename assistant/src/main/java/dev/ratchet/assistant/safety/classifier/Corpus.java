package dev.ratchet.assistant.safety.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All examples.
 *
 * @param prompts what people say: attacks and harmless texts
 * @param orders instructions as they are hidden in data
 * @param documents harmless data, whole
 */
record Corpus(List<Example> prompts, List<Example> orders, List<Example> documents) {
  /** Folders of documents hold long files too; the first part of one is enough to learn from. */
  private static final int LONGEST = 6_000;

  Corpus {
    prompts = List.copyOf(prompts);
    orders = List.copyOf(orders);
    documents = List.copyOf(documents);
  }

  /**
   * @param published a file of JSON lines with text, attack and source
   * @param own the folder of the project's own examples
   * @param more folders of harmless documents
   */
  static Corpus read(Path published, Path own, List<Path> more) throws IOException {
    List<Example> prompts = new ArrayList<>();
    List<Example> orders = new ArrayList<>();
    for (String line : Files.readAllLines(published)) {
      JsonNode row = new ObjectMapper().readTree(line);
      String group = row.path("source").asText();
      Example example =
          new Example(row.path("text").asText(), row.path("attack").asBoolean(), group);
      (group.startsWith("bipia") ? orders : prompts).add(example);
    }
    prompts.addAll(lines(own.resolve("benign.txt"), false, "own-benign"));
    prompts.addAll(lines(own.resolve("attacks.txt"), true, "own-attack"));
    orders.addAll(lines(own.resolve("injections.txt"), true, "own-injection"));
    List<Example> documents = new ArrayList<>(documents(own.resolve("documents.txt")));
    for (Path folder : more) {
      documents.addAll(files(folder));
    }
    return new Corpus(prompts, orders, documents);
  }

  private static List<Example> lines(Path file, boolean attack, String group) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> new Example(line, attack, group))
        .toList();
  }

  /** Each begins after a line that starts with "== ". */
  private static List<Example> documents(Path file) throws IOException {
    return Arrays.stream(Files.readString(file).split("(?m)^== .*\\R"))
        .filter(Predicate.not(String::isBlank))
        .map(text -> new Example(text, false, "own-document"))
        .toList();
  }

  static List<Example> files(Path folder) throws IOException {
    List<Example> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(file -> isText(file, folder)).sorted().toList()) {
        String text = Files.readString(file);
        if (!text.isBlank()) {
          files.add(
              new Example(text.substring(0, Math.min(text.length(), LONGEST)), false, "document"));
        }
      }
    }
    return files;
  }

  /** But for this filter's own sources and examples, which hold attacks. */
  private static boolean isText(Path file, Path folder) {
    String path = "/" + folder.relativize(file);
    return Files.isRegularFile(file)
        && path.matches(".*\\.(md|java|txt|yml|xml|sh|py)")
        && !path.matches(".*/(target|safety|training|\\.git)/.*");
  }

  Corpus only(Predicate<Example> wanted) {
    return new Corpus(
        prompts.stream().filter(wanted).toList(),
        orders.stream().filter(wanted).toList(),
        documents.stream().filter(wanted).toList());
  }
}
