package dev.ratchet.activity.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.TargetSettings.Budget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Repository;

/**
 * ratchet.yml as its author wrote it; what is absent is left to detection. Strict: an unknown key
 * is an error that names the nearest one.
 */
final class RatchetYml {
  static final String PATH = "ratchet.yml";

  private static final List<String> KEYS =
      List.of(
          "build",
          "test",
          "benchmark",
          "jdk",
          "language-level",
          "allow",
          "protect",
          "branch",
          "approval",
          "budget",
          "environment");
  private static final List<String> BUDGET_KEYS = List.of("improvements", "stack", "build-time");

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonNode root;

  private RatchetYml(JsonNode root) {
    this.root = root;
  }

  static RatchetYml parse(byte[] yaml) throws Invalid {
    try {
      JsonNode root = YAML.readTree(yaml);
      if (root == null || root.isMissingNode() || root.isNull()) {
        return new RatchetYml(YAML.createObjectNode());
      }
      if (!root.isObject()) {
        throw new Invalid("must be a mapping of keys like 'test:' and 'approval:'");
      }
      String text = new String(yaml, StandardCharsets.UTF_8);
      known(root, KEYS, "", text);
      for (String key : List.of("budget", "environment")) {
        if (root.hasNonNull(key) && !root.get(key).isObject()) {
          throw new Invalid(line(text, key) + "'" + key + "' must be a mapping of keys to values");
        }
      }
      known(root.path("budget"), BUDGET_KEYS, "budget.", text);
      return new RatchetYml(root);
    } catch (JsonProcessingException e) {
      throw new Invalid(
          (e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ")
              + e.getOriginalMessage().lines().findFirst().orElse("is no YAML"));
    } catch (IOException e) {
      throw new Invalid("cannot be read: " + e.getMessage());
    }
  }

  /** What is wrong with the file, and what would be right. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;

    Invalid(String message) {
      super(PATH + ": " + message);
    }
  }

  private static void known(JsonNode node, List<String> keys, String prefix, String text)
      throws Invalid {
    for (var field : node.properties()) {
      if (!keys.contains(field.getKey())) {
        throw new Invalid(
            line(text, field.getKey())
                + "unknown key '"
                + prefix
                + field.getKey()
                + "'; did you mean '"
                + prefix
                + Nearest.of(field.getKey(), keys)
                + "'? Known keys: "
                + new TreeSet<>(keys));
      }
    }
  }

  /**
   * Where a key stands, by its first appearance as one; empty when it is written in another way.
   */
  private static String line(String text, String key) {
    Pattern written = Pattern.compile("(^|[\\s{,\"'])" + Pattern.quote(key) + "[\"']?\\s*:");
    List<String> lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> written.matcher(lines.get(i)).find())
        .mapToObj(i -> "line " + (i + 1) + ": ")
        .findFirst()
        .orElse("");
  }

  /** Globs of paths. */
  Optional<List<String>> globs(String key) throws Invalid {
    Optional<List<String>> globs = list(key);
    for (String glob : globs.orElse(List.of())) {
      try {
        FileSystems.getDefault().getPathMatcher("glob:" + glob);
      } catch (PatternSyntaxException e) {
        throw new Invalid(
            "'" + key + "' has '" + glob + "', which is no glob: " + e.getDescription());
      }
    }
    return globs;
  }

  /** The branch for improvements. */
  Optional<String> branch() throws Invalid {
    Optional<String> branch = text("branch");
    if (branch.isPresent() && !Repository.isValidRefName("refs/heads/" + branch.get())) {
      throw new Invalid(
          "'branch' must be a name that Git allows for a branch, is '" + branch.get() + "'");
    }
    return branch;
  }

  /** A list of words, or one word. */
  Optional<List<String>> list(String key) throws Invalid {
    JsonNode node = root.get(key);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (node.isTextual()) {
      return Optional.of(List.of(node.asText()));
    }
    List<String> words = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isValueNode()) {
        throw new Invalid("'" + key + "' must be a text or a list of texts");
      }
      words.add(element.asText());
    }
    if (!node.isArray()) {
      throw new Invalid("'" + key + "' must be a text or a list of texts");
    }
    return Optional.of(words);
  }

  Optional<String> text(String key) throws Invalid {
    JsonNode node = root.get(key);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isValueNode() || node.asText().isBlank()) {
      throw new Invalid("'" + key + "' must be a text");
    }
    return Optional.of(node.asText());
  }

  Optional<Integer> languageLevel() throws Invalid {
    return integer(root, "language-level", "");
  }

  /** The feature release: a folder would let a target choose what of the host its build sees. */
  Optional<Integer> jdk() throws Invalid {
    return integer(root, "jdk", "");
  }

  private static Optional<Integer> integer(JsonNode node, String key, String prefix)
      throws Invalid {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isInt() || value.asInt() < 1) {
      throw new Invalid("'" + prefix + key + "' must be a whole number of at least 1, is " + value);
    }
    return Optional.of(value.asInt());
  }

  Optional<ApprovalPolicy> approval() throws Invalid {
    Optional<String> word = text("approval");
    if (word.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (word.get()) {
          case "none" -> ApprovalPolicy.NONE;
          case "medium-risk" -> ApprovalPolicy.MEDIUM_RISK;
          case "all" -> ApprovalPolicy.ALL;
          default ->
              throw new Invalid(
                  "'approval' must be none, medium-risk or all, is '" + word.get() + "'");
        });
  }

  Budget budget() throws Invalid {
    JsonNode budget = root.path("budget");
    Budget standard = Budget.DEFAULT;
    return new Budget(
        integer(budget, "improvements", "budget.").orElse(standard.improvements()),
        integer(budget, "stack", "budget.").orElse(standard.stack()),
        duration(budget.path("build-time").asText("")).orElse(standard.buildTime()));
  }

  /** "90s", "20m", "1h30m". */
  private static Optional<Duration> duration(String text) throws Invalid {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT).replace(" ", ""));
      if (duration.isPositive()) {
        return Optional.of(duration);
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw new Invalid("'budget.build-time' must be a time like 90s, 20m or 1h, is '" + text + "'");
  }

  Map<String, String> environment() throws Invalid {
    Map<String, String> environment = new LinkedHashMap<>();
    for (var field : root.path("environment").properties()) {
      if (!field.getKey().matches("[A-Za-z_]\\w*") || !field.getValue().isValueNode()) {
        throw new Invalid(
            "'environment' must map names of variables to texts, see " + field.getKey());
      }
      environment.put(field.getKey(), field.getValue().asText());
    }
    return environment;
  }
}
