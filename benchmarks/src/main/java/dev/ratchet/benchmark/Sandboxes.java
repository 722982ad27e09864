package dev.ratchet.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the operating system knows of an installation's sandboxes: each has control groups that are
 * named after the worker that made it. Remembers workers, so that what a dead one left is seen.
 */
final class Sandboxes {
  /** A worker's file: its pid and the PID namespace that it is of. */
  private static final Pattern PRESENCE = Pattern.compile("(\\d+)-\\d*\\.json");

  private static final Pattern GROUP = Pattern.compile("/ratchet-(\\d+)-t[\\d-]+");
  private static final List<Path> HIERARCHIES =
      List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/pids"));

  private final Path data;
  private final Set<Long> workers = new HashSet<>();

  Sandboxes(Path data) {
    this.data = data;
  }

  /** All processes that are inside. */
  List<ProcessHandle> processes() {
    look();
    return ProcessHandle.allProcesses().filter(this::isInside).filter(Sandboxes::lives).toList();
  }

  /** A process that is dead, and waits only for init to hear of it, does not live. */
  static boolean lives(ProcessHandle process) {
    String stat = read(process, "stat");
    int state = stat.lastIndexOf(')') + 2;
    return stat.length() > state && "ZX".indexOf(stat.charAt(state)) < 0;
  }

  /** Notes the workers that are there. */
  void look() {
    for (Path file : list(data.resolve("workers"))) {
      Matcher name = PRESENCE.matcher(file.getFileName().toString());
      if (name.matches()) {
        workers.add(Long.valueOf(name.group(1)));
      }
    }
  }

  private boolean isInside(ProcessHandle process) {
    Matcher group = GROUP.matcher(read(process, "cgroup"));
    return group.find() && workers.contains(Long.valueOf(group.group(1)));
  }

  /** Empty when the process is gone. */
  static String read(ProcessHandle process, String file) {
    try {
      byte[] all = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
      return new String(all, StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }

  /** Processes, control groups and folders of trials that nobody took away. */
  List<String> leftovers() {
    List<String> left = new ArrayList<>();
    processes().forEach(process -> left.add("process " + process.pid()));
    for (Path hierarchy : HIERARCHIES) {
      for (Path group : list(hierarchy)) {
        Matcher name = GROUP.matcher("/" + group.getFileName());
        if (name.matches() && workers.contains(Long.valueOf(name.group(1)))) {
          left.add("control group " + group);
        }
      }
    }
    // A worker's own folder stays as long as it lives; what trials put into it does not.
    for (Path worker : list(data.resolve("sandboxes"))) {
      list(worker).forEach(path -> left.add("folder " + path));
    }
    return left;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      return files.toList();
    } catch (IOException gone) {
      return List.of();
    }
  }
}
