package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this process may make control groups: at the top as root, else below its own group, if that
 * was delegated to its user. Version 1 has a hierarchy per controller, version 2 one for all.
 *
 * @param top whether these are the roots of their hierarchies
 * @param further hierarchies without a controller of ours, in which groups are made to find and
 *     kill their members
 */
record ControlGroups(
    boolean version2, boolean top, Path memory, Path pids, Path cpu, List<Path> further) {
  /** The group below a delegated one to which its processes move; see {@link #enable}. */
  static final String SELF = "ratchet-self";

  private static final Path MOUNTED = Path.of("/sys/fs/cgroup");

  /** Empty where neither this process is root nor its own group is its user's. */
  static Optional<ControlGroups> find() {
    boolean version2 = isVersion2();
    if (BubblewrapTier.isRoot()) {
      return Optional.of(at(MOUNTED, version2, List.of()));
    }
    try {
      return delegated(MOUNTED, version2, Files.readAllLines(Path.of("/proc/self/cgroup")));
    } catch (IOException noControlGroups) {
      return Optional.empty();
    }
  }

  /** Whether this system's only hierarchy is the one of version 2. */
  static boolean isVersion2() {
    return Files.exists(MOUNTED.resolve("cgroup.controllers"));
  }

  /**
   * @param own the lines of /proc/self/cgroup; none for the top
   */
  static Optional<ControlGroups> delegated(Path mounted, boolean version2, List<String> own) {
    ControlGroups groups = at(mounted, version2, own);
    return Stream.concat(Stream.of(groups.memory, groups.pids, groups.cpu), groups.further.stream())
            .allMatch(
                folder ->
                    Files.isWritable(folder) && Files.isWritable(folder.resolve("cgroup.procs")))
        ? Optional.of(groups)
        : Optional.empty();
  }

  private static ControlGroups at(Path mounted, boolean version2, List<String> own) {
    boolean top = own.isEmpty();
    if (version2) {
      Path folder = folder(mounted, own, "");
      return new ControlGroups(true, top, folder, folder, folder, List.of());
    }
    Path unified = mounted.resolve("unified");
    return new ControlGroups(
        false,
        top,
        folder(mounted.resolve("memory"), own, "memory"),
        folder(mounted.resolve("pids"), own, "pids"),
        folder(mounted.resolve("cpu"), own, "cpu"),
        Files.exists(unified.resolve("cgroup.procs"))
            ? List.of(folder(unified, own, ""))
            : List.of());
  }

  /** Lines are number:controllers:path, and version 2 names no controller. */
  private static Path folder(Path hierarchy, List<String> own, String controller) {
    return own.stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .filter(parts -> List.of(parts[1].split(",")).contains(controller))
        .map(
            parts ->
                hierarchy.resolve(
                    parts[2].replaceFirst("/" + SELF + "$", "").replaceFirst("^/+", "")))
        .findFirst()
        .orElse(hierarchy);
  }

  /** Each once. */
  List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(memory, pids, cpu));
    folders.addAll(further);
    return folders.stream().distinct().toList();
  }

  /**
   * Lets groups have controllers, which version 2 asks for. A group whose children have some may
   * not have processes itself, so that those of a delegated one move into one of their own.
   */
  void enable() throws IOException {
    if (!version2) {
      return;
    }
    Path control = memory.resolve("cgroup.subtree_control");
    List<String> there = words(memory.resolve("cgroup.controllers"));
    List<String> wanted = Stream.of("memory", "pids", "cpu").filter(there::contains).toList();
    if (words(control).containsAll(wanted)) {
      return;
    }
    if (!top) {
      moveAll(memory.resolve("cgroup.procs"), Files.createDirectories(memory.resolve(SELF)));
    }
    Files.writeString(control, String.join(" ", wanted.stream().map(name -> "+" + name).toList()));
  }

  /** What is started meanwhile is in the next round. */
  private static void moveAll(Path members, Path leaf) throws IOException {
    for (int round = 0; round < 100; round++) {
      List<String> left = Files.readAllLines(members);
      if (left.isEmpty()) {
        return;
      }
      for (String pid : left) {
        try {
          Files.writeString(leaf.resolve("cgroup.procs"), pid);
        } catch (IOException gone) {
          // It ended; one that stays is in the next round, and makes the next step fail at last.
        }
      }
    }
  }

  private static List<String> words(Path file) throws IOException {
    return List.of(Files.readString(file).strip().split(" "));
  }
}
