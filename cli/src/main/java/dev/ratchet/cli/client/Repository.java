package dev.ratchet.cli.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A repository as somebody names it on the command line.
 *
 * @param location absolute, or a URL
 * @param self whether it is Ratchet's own source
 */
record Repository(String location, boolean self) {
  /**
   * @param text a path, of which the repository's root is taken, or a URL
   * @throws CommandFailure when it is a path where nothing is
   */
  static Repository at(String text) {
    if (isUrl(text)) {
      return new Repository(text, false);
    }
    Path path;
    try {
      path = Path.of(text).toRealPath();
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(ExitCodes.REFUSED, "there is nothing at " + text);
    }
    Path root = root(path);
    return new Repository(root.toString(), isRatchet(root.resolve("pom.xml")));
  }

  /** Whether it can only be meant as a place, and not as a target's name. */
  static boolean isPlace(String text) {
    return isUrl(text) || text.contains("/") || text.equals(".") || text.equals("..");
  }

  private static boolean isUrl(String text) {
    return text.matches("[a-zA-Z][a-zA-Z0-9+.-]*://.*") || text.matches("[\\w.-]+@[\\w.-]+:.*");
  }

  /** Where the .git of a work tree is; the path itself when there is none above it. */
  private static Path root(Path path) {
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".git"))) {
        return folder;
      }
    }
    return path;
  }

  private static boolean isRatchet(Path pom) {
    if (!Files.isRegularFile(pom)) {
      return false;
    }
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Element project = builder.parse(pom.toFile()).getDocumentElement();
      return child(project, "groupId").equals("dev.ratchet")
          && child(project, "artifactId").equals("ratchet");
    } catch (ParserConfigurationException | SAXException | IOException e) {
      return false;
    }
  }

  private static String child(Element project, String name) {
    for (Node node = project.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return node.getTextContent().strip();
      }
    }
    return "";
  }
}
