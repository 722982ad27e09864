package dev.ratchet.activity.repository;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;

/** Paths of a repository against globs and folders of its settings. */
public final class Paths {
  private Paths() {}

  /**
   * Whether one of the globs matches; "**" crosses folders, and a leading "**&#47;" also matches
   * none.
   */
  public static boolean matches(List<String> globs, String path) {
    Path relative = Path.of(path);
    return globs.stream()
        .anyMatch(
            glob ->
                matches(glob, relative)
                    || (glob.startsWith("**/") && matches(glob.substring(3), relative)));
  }

  private static boolean matches(String glob, Path path) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(path);
  }

  /** Whether the path lies below one of the folders. */
  public static boolean below(List<String> folders, String path) {
    return folders.stream().anyMatch(folder -> folder.isEmpty() || path.startsWith(folder + "/"));
  }
}
