package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The control group of one run, made by root: its limits hold for every process in it and cannot be
 * left. Version 1 has a folder per controller, version 2 one for all; both occur, also side by
 * side.
 */
final class ControlGroup {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final List<Path> folders;
  private final Path memory;
  private final Path pids;
  private final boolean version2;

  private ControlGroup(List<Path> folders, Path memory, Path pids, boolean version2) {
    this.folders = folders;
    this.memory = memory;
    this.pids = pids;
    this.version2 = version2;
  }

  static boolean isVersion2() {
    return Files.exists(ROOT.resolve("cgroup.controllers"));
  }

  /**
   * @param name unique on this machine
   */
  static ControlGroup create(String name, SandboxLimits limits, long memoryBytes)
      throws IOException {
    return isVersion2() ? version2(name, limits, memoryBytes) : version1(name, limits, memoryBytes);
  }

  private static ControlGroup version1(String name, SandboxLimits limits, long memoryBytes)
      throws IOException {
    Path memory = Files.createDirectories(ROOT.resolve("memory").resolve(name));
    Path pids = Files.createDirectories(ROOT.resolve("pids").resolve(name));
    Path cpu = Files.createDirectories(ROOT.resolve("cpu").resolve(name));
    write(memory.resolve("memory.limit_in_bytes"), memoryBytes);
    Path swap = memory.resolve("memory.memsw.limit_in_bytes");
    if (Files.exists(swap)) {
      write(swap, memoryBytes);
    }
    write(pids.resolve("pids.max"), limits.processes());
    write(cpu.resolve("cpu.cfs_period_us"), 100_000);
    write(cpu.resolve("cpu.cfs_quota_us"), limits.cpuPercent() * 1000L);
    List<Path> folders = new ArrayList<>(List.of(memory, pids, cpu));
    if (Files.exists(ROOT.resolve("unified/cgroup.procs"))) {
      folders.add(Files.createDirectories(ROOT.resolve("unified").resolve(name)));
    }
    return new ControlGroup(folders, memory, pids, false);
  }

  private static ControlGroup version2(String name, SandboxLimits limits, long memoryBytes)
      throws IOException {
    Path control = ROOT.resolve("cgroup.subtree_control");
    if (!Files.readString(control).contains("pids")) {
      Files.writeString(control, "+memory +pids +cpu");
    }
    Path group = Files.createDirectories(ROOT.resolve(name));
    write(group.resolve("memory.max"), memoryBytes);
    Path swap = group.resolve("memory.swap.max");
    if (Files.exists(swap)) {
      write(swap, 0);
    }
    write(group.resolve("pids.max"), limits.processes());
    Files.writeString(group.resolve("cpu.max"), limits.cpuPercent() * 1000L + " 100000");
    return new ControlGroup(List.of(group), group, group, true);
  }

  private static void write(Path file, long value) throws IOException {
    Files.writeString(file, Long.toString(value));
  }

  /** Files to which a process writes its id to enter. */
  List<Path> entrances() {
    return folders.stream().map(folder -> folder.resolve("cgroup.procs")).toList();
  }

  boolean outOfMemory() {
    return count(memory.resolve(version2 ? "memory.events" : "memory.oom_control"), "oom_kill") > 0;
  }

  boolean outOfProcesses() {
    return count(pids.resolve("pids.events"), "max") > 0;
  }

  /** A number that the kernel keeps in a file of such; 0 when it cannot be read. */
  static long count(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> line.split(" "))
          .filter(words -> words.length == 2 && words[0].equals(key))
          .mapToLong(words -> Long.parseLong(words[1]))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  /**
   * Kills every process of the group. From here on nothing in it can fork, so that going through
   * its members comes to an end even under a fork bomb.
   */
  void kill() {
    tell(pids.resolve("pids.max"), "0");
    folders.forEach(folder -> tell(folder.resolve("cgroup.kill"), "1"));
    for (int round = 0; round < 1000; round++) {
      List<Long> members = members();
      if (members.isEmpty()) {
        return;
      }
      members.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      pause();
    }
  }

  private static void tell(Path file, String word) {
    try {
      if (Files.exists(file)) {
        Files.writeString(file, word);
      }
    } catch (IOException gone) {
      // What does not take the word is gone, or is left to the signals.
    }
  }

  private List<Long> members() {
    return folders.stream().flatMap(folder -> members(folder).stream()).distinct().toList();
  }

  private static List<Long> members(Path folder) {
    try {
      return Files.readAllLines(folder.resolve("cgroup.procs")).stream()
          .map(Long::valueOf)
          .toList();
    } catch (IOException gone) {
      return List.of();
    }
  }

  /** Kills, and removes the folders once the kernel has let the processes go. */
  void close() throws IOException {
    kill();
    List<IOException> failures = new ArrayList<>();
    for (Path folder : folders) {
      remove(folder).ifPresent(failures::add);
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  private static Optional<IOException> remove(Path folder) {
    IOException failure = new IOException("cannot remove " + folder);
    for (int attempt = 0; attempt < 200; attempt++) {
      try {
        Files.delete(folder);
        return Optional.empty();
      } catch (NoSuchFileException gone) {
        return Optional.empty();
      } catch (IOException busy) {
        failure = busy;
        pause();
      }
    }
    return Optional.of(failure);
  }

  /** A kill is carried to its end; who asked for an interrupt finds it set afterwards. */
  private static void pause() {
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(5_000_000);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends and removes the groups whose name begins so; for those that a killed worker left. */
  static void sweep(Predicate<String> abandoned) throws IOException {
    List<Path> roots =
        isVersion2()
            ? List.of(ROOT)
            : Stream.of("pids", "memory", "cpu", "unified").map(ROOT::resolve).toList();
    for (Path root : roots.stream().filter(Files::isDirectory).toList()) {
      try (Stream<Path> groups = Files.list(root)) {
        for (Path group :
            groups.filter(path -> abandoned.test(path.getFileName().toString())).toList()) {
          new ControlGroup(List.of(group), group, group, isVersion2()).close();
        }
      }
    }
  }
}
