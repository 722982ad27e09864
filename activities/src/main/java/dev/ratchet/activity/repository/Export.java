package dev.ratchet.activity.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * One writing of a tree to a folder. Links come last, when nothing is written any more that could
 * go through one of them.
 */
final class Export {
  /** Longest target of a link, in bytes, that Linux follows. */
  private static final int MOST = 4096;

  private final Repository repository;
  private final Path folder;
  private final Map<String, ObjectId> links = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();

  Export(Repository repository, Path folder) {
    this.repository = repository;
    this.folder = folder.toAbsolutePath().normalize();
  }

  void add(TreeWalk walk, FileMode mode) throws IOException {
    String path = walk.getPathString();
    if (!allowed(path)) {
      leftOut.add(path);
    } else if (FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode)) {
      write(path, walk.getObjectId(0), FileMode.EXECUTABLE_FILE.equals(mode));
    } else if (FileMode.SYMLINK.equals(mode)) {
      links.put(path, walk.getObjectId(0));
    } else {
      leftOut.add(path);
    }
  }

  /** A tree may be made by hand: with names that no Git would check out. */
  private static boolean allowed(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty()
          || name.equals(".")
          || name.equals("..")
          || name.equalsIgnoreCase(".git")) {
        return false;
      }
    }
    return true;
  }

  private void write(String path, ObjectId blob, boolean executable) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    try (var out = Files.newOutputStream(file)) {
      repository.open(blob).copyTo(out);
    }
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** Writes the links; what was left out of all. */
  List<String> finish() {
    try {
      Files.createDirectories(folder);
      Map<Path, Path> harmless = new TreeMap<>();
      for (Map.Entry<String, ObjectId> link : links.entrySet()) {
        Path at = folder.resolve(link.getKey());
        Optional<Path> leads = within(at, repository.open(link.getValue()).getCachedBytes(MOST));
        leads.ifPresentOrElse(to -> harmless.put(at, to), () -> leftOut.add(link.getKey()));
      }
      for (Map.Entry<Path, Path> link : harmless.entrySet()) {
        link(link.getKey(), link.getValue());
      }
      return leftOut.stream().sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot export to " + folder, e);
    }
  }

  /** Written anew as the shortest way there: the one in the tree may pass through other links. */
  private void link(Path at, Path to) throws IOException {
    Path parent = Files.createDirectories(at.getParent());
    if (parent.toRealPath().equals(folder.toRealPath().resolve(folder.relativize(parent)))
        && !Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(at, parent.equals(to) ? Path.of(".") : parent.relativize(to));
    } else {
      leftOut.add(folder.relativize(at).toString());
    }
  }

  /** Where a link leads to within; judged while there is no link yet that could lead on. */
  private Optional<Path> within(Path link, byte[] text) {
    try {
      Path target = Path.of(new String(text, StandardCharsets.UTF_8));
      Path leads = link.resolveSibling(target).normalize();
      boolean harmless =
          !target.isAbsolute()
              && leads.startsWith(folder)
              && Files.exists(leads, LinkOption.NOFOLLOW_LINKS);
      return harmless ? Optional.of(leads) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
