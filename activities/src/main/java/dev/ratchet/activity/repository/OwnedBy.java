package dev.ratchet.activity.repository;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The owner of a repository: what Ratchet, run by root, writes there is given to them. */
record OwnedBy(PosixFileAttributes attributes) {
  static OwnedBy of(Path folder) throws IOException {
    return new OwnedBy(Files.readAttributes(folder, PosixFileAttributes.class));
  }

  /**
   * A symbolic link where a ref or objects are to be written, if the repository is another user's:
   * they could have root write anywhere.
   */
  Optional<Path> linkInTheWay(Path gitFolder, String ref) {
    if (attributes.owner().getName().equals(System.getProperty("user.name"))) {
      return Optional.empty();
    }
    List<String> written = List.of("objects/pack", ref, "logs/" + ref, "packed-refs");
    return written.stream()
        .flatMap(path -> parts(gitFolder, Path.of(path)))
        .filter(Files::isSymbolicLink)
        .findFirst();
  }

  private static Stream<Path> parts(Path folder, Path path) {
    return IntStream.rangeClosed(1, path.getNameCount())
        .mapToObj(length -> folder.resolve(path.subpath(0, length)));
  }

  /** Gives what root owns below the folders that Git writes to. */
  void give(Path gitFolder) throws IOException {
    if (attributes.owner().getName().equals("root")) {
      return;
    }
    for (String part : List.of("objects", "refs", "logs", "packed-refs")) {
      Path path = gitFolder.resolve(part);
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.walkFileTree(path, new Giver());
      }
    }
  }

  private final class Giver extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes ignored)
        throws IOException {
      give(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) throws IOException {
      give(file);
      return FileVisitResult.CONTINUE;
    }

    private void give(Path path) throws IOException {
      PosixFileAttributeView view =
          Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      PosixFileAttributes found = view.readAttributes();
      // A file with two names may be one of root's that somebody linked here.
      boolean alone =
          found.isDirectory()
              || Integer.valueOf(1)
                  .equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
      if (alone && found.owner().getName().equals("root")) {
        view.setOwner(attributes.owner());
        view.setGroup(attributes.group());
      }
    }
  }
}
