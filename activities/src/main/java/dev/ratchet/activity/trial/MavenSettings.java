package dev.ratchet.activity.trial;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Of the user's Maven settings, what a build in the sandbox may know: mirrors and proxies, without
 * any credentials.
 */
final class MavenSettings {
  private static final String EMPTY = "<settings/>";
  private static final List<String> CARRIED = List.of("mirrors", "proxies");

  private MavenSettings() {}

  /** The filtered settings; empty ones when the file is not there or not readable as XML. */
  static String filtered(Path file) {
    if (!Files.isRegularFile(file)) {
      return EMPTY;
    }
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document settings = builder.parse(file.toFile());
      Element root = settings.getDocumentElement();
      for (Node node = root.getFirstChild(); node != null; ) {
        Node next = node.getNextSibling();
        if (!(node instanceof Element element) || !CARRIED.contains(element.getTagName())) {
          root.removeChild(node);
        }
        node = next;
      }
      remove(root, "username");
      remove(root, "password");
      return text(settings);
    } catch (SAXException | IOException e) {
      return EMPTY;
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("cannot process XML", e);
    }
  }

  private static void remove(Element root, String name) {
    var found = root.getElementsByTagName(name);
    while (found.getLength() > 0) {
      Node node = found.item(0);
      node.getParentNode().removeChild(node);
    }
  }

  private static String text(Document document) throws TransformerException {
    TransformerFactory factory = TransformerFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    Transformer transformer = factory.newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter out = new StringWriter();
    transformer.transform(new DOMSource(document), new StreamResult(out));
    return out.toString();
  }
}
