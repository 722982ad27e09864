package dev.ratchet.domain;

/**
 * Lines of a file of the target.
 *
 * @param path relative to the repository's root, with '/'
 * @param startLine 1-based, inclusive
 * @param endLine 1-based, inclusive
 */
public record Place(String path, int startLine, int endLine) {
  public Place {
    Checks.text(path, "path");
    if (startLine < 1 || endLine < startLine) {
      throw new IllegalArgumentException(
          "lines must be 1 <= start <= end, were " + startLine + ".." + endLine);
    }
  }

  @Override
  public String toString() {
    return path + ":" + startLine;
  }
}
