package dev.ratchet.activity.repository;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What a repository's own poms say of modules, source folders and the language level. A reading of
 * the files alone, without inheritance from outside the repository: the build decides in the end.
 */
final class MavenModel {
  /** More modules than any build we know of has. */
  private static final int MOST_MODULES = 2000;

  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

  private final List<String> sourceRoots = new ArrayList<>();
  private final List<String> testRoots = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Mirror mirror;
  private final String commit;
  private int level;
  private boolean self;

  private MavenModel(Mirror mirror, String commit) {
    this.mirror = mirror;
    this.commit = commit;
  }

  /** Empty when there is no pom.xml at the root. */
  static Optional<MavenModel> read(Mirror mirror, String commit) throws RatchetYml.Invalid {
    if (mirror.read(commit, "pom.xml").isEmpty()) {
      return Optional.empty();
    }
    MavenModel model = new MavenModel(mirror, commit);
    model.module("", Map.of());
    return Optional.of(model);
  }

  /** Highest level that any module asks for; 0 when no pom of the repository says. */
  int languageLevel() {
    return level;
  }

  /** Whether this is Ratchet's own source. */
  boolean self() {
    return self;
  }

  List<String> sourceRoots() {
    return List.copyOf(sourceRoots);
  }

  List<String> testRoots() {
    return List.copyOf(testRoots);
  }

  private void module(String folder, Map<String, String> inherited) throws RatchetYml.Invalid {
    if (seen.size() >= MOST_MODULES || !seen.add(folder)) {
      return;
    }
    String path = folder.endsWith(".xml") ? folder : join(folder, "pom.xml");
    Optional<byte[]> pom = mirror.read(commit, path);
    if (pom.isEmpty()) {
      return;
    }
    Element project = parse(path, pom.get());
    Map<String, String> properties = new HashMap<>(inherited);
    child(project, "properties")
        .ifPresent(
            element -> elements(element).forEach(e -> properties.put(e.getTagName(), text(e))));
    level(project, properties);
    self |=
        folder.isEmpty()
            && text(project, "groupId").equals("dev.ratchet")
            && text(project, "artifactId").equals("ratchet");
    String base = folder.endsWith(".xml") ? parent(folder) : folder;
    Optional<Element> build = child(project, "build");
    sourceRoots.add(
        join(
            base,
            build
                .map(b -> folder(text(b, "sourceDirectory"), properties))
                .filter(s -> !s.isEmpty())
                .orElse("src/main/java")));
    testRoots.add(testRoot(base, build, properties));
    Optional<Element> modules = child(project, "modules");
    if (modules.isPresent()) {
      for (Element module : elements(modules.get())) {
        module(join(base, resolve(text(module), properties)), properties);
      }
    }
  }

  private static String testRoot(
      String base, Optional<Element> build, Map<String, String> properties) {
    String given = build.map(b -> folder(text(b, "testSourceDirectory"), properties)).orElse("");
    // Everything beside main is the tests': their resources, data and helpers too.
    return join(base, given.isEmpty() ? "src/test" : given);
  }

  private static String folder(String value, Map<String, String> properties) {
    return resolve(value.replaceFirst("^\\$\\{(project\\.)?basedir}/", ""), properties);
  }

  private void level(Element project, Map<String, String> properties) {
    for (String name :
        List.of(
            "maven.compiler.release",
            "maven.compiler.source",
            "maven.compiler.target",
            "java.version")) {
      level(properties.getOrDefault(name, ""), properties);
    }
    for (Element plugin : plugins(project)) {
      if (text(plugin, "artifactId").equals("maven-compiler-plugin")) {
        child(plugin, "configuration")
            .ifPresent(
                configuration ->
                    List.of("release", "source", "target")
                        .forEach(name -> level(text(configuration, name), properties)));
      }
    }
  }

  private void level(String value, Map<String, String> properties) {
    String number = resolve(value, properties).replaceFirst("^1\\.", "");
    if (number.matches("\\d{1,2}")) {
      level = Math.max(level, Integer.parseInt(number));
    }
  }

  private static List<Element> plugins(Element project) {
    List<Element> plugins = new ArrayList<>();
    child(project, "build")
        .ifPresent(
            build -> {
              child(build, "plugins").ifPresent(list -> plugins.addAll(elements(list)));
              child(build, "pluginManagement")
                  .flatMap(management -> child(management, "plugins"))
                  .ifPresent(list -> plugins.addAll(elements(list)));
            });
    return plugins;
  }

  private static String resolve(String value, Map<String, String> properties) {
    String resolved = value;
    for (int depth = 0; depth < 10 && resolved.contains("${"); depth++) {
      Matcher matcher = PROPERTY.matcher(resolved);
      resolved =
          matcher.replaceAll(
              match -> Matcher.quoteReplacement(properties.getOrDefault(match.group(1), "")));
    }
    return resolved.strip();
  }

  private static Element parse(String path, byte[] pom) throws RatchetYml.Invalid {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document document = builder.parse(new ByteArrayInputStream(pom));
      return document.getDocumentElement();
    } catch (SAXException e) {
      throw new RatchetYml.Invalid(path + " is not well-formed XML: " + e.getMessage());
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException("cannot parse XML", e);
    }
  }

  private static Optional<Element> child(Element parent, String name) {
    return elements(parent).stream().filter(e -> e.getTagName().equals(name)).findFirst();
  }

  private static List<Element> elements(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static String text(Element parent, String name) {
    return child(parent, name).map(MavenModel::text).orElse("");
  }

  private static String text(Element element) {
    return element.getTextContent().strip();
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String join(String folder, String path) {
    String joined = folder.isEmpty() ? path : folder + "/" + path;
    String normal = Path.of(joined.replace("${project.basedir}/", "")).normalize().toString();
    return normal.replace('\\', '/');
  }
}
