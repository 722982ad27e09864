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
 * The control group of one run: its limits hold for every process in it, and it cannot be left.
 * Version 1 has a folder per controller, version 2 one for all; both occur, also side by side.
 */
final class ControlGroup {
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

  /**
   * @param name unique on this machine
   */
  static ControlGroup create(
      ControlGroups groups, String name, SandboxLimits limits, long memoryBytes)
      throws IOException {
    groups.enable();
    List<Path> folders = new ArrayList<>();
    for (Path parent : groups.folders()) {
      folders.add(Files.createDirectories(parent.resolve(name)));
    }
    ControlGroup group =
        new ControlGroup(
            folders, groups.memory().resolve(name), groups.pids().resolve(name), groups.version2());
    try {
      if (groups.version2()) {
        limit2(group.memory, limits, memoryBytes);
      } else {
        limit1(group.memory, group.pids, groups.cpu().resolve(name), limits, memoryBytes);
      }
    } catch (IOException refused) {
      group.close();
      throw refused;
    }
    return group;
  }

  private static void limit1(
      Path memory, Path pids, Path cpu, SandboxLimits limits, long memoryBytes) throws IOException {
    write(memory.resolve("memory.limit_in_bytes"), memoryBytes);
    Path swap = memory.resolve("memory.memsw.limit_in_bytes");
    if (Files.exists(swap)) {
      write(swap, memoryBytes);
    }
    write(pids.resolve("pids.max"), limits.processes());
    write(cpu.resolve("cpu.cfs_period_us"), 100_000);
    write(cpu.resolve("cpu.cfs_quota_us"), limits.cpuPercent() * 1000L);
  }

  private static void limit2(Path group, SandboxLimits limits, long memoryBytes)
      throws IOException {
    write(group.resolve("memory.max"), memoryBytes);
    Path swap = group.resolve("memory.swap.max");
    if (Files.exists(swap)) {
      write(swap, 0);
    }
    write(group.resolve("pids.max"), limits.processes());
    Path cpu = group.resolve("cpu.max");
    if (Files.exists(cpu)) {
      // Not every system hands this controller down to its users.
      Files.writeString(cpu, limits.cpuPercent() * 1000L + " 100000");
    }
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

  /**
   * Ends and removes the groups that a killed worker left.
   *
   * @return why those are left that the kernel does not let go of
   */
  static List<IOException> sweep(ControlGroups groups, Predicate<String> abandoned)
      throws IOException {
    List<IOException> stuck = new ArrayList<>();
    for (Path parent : groups.folders()) {
      try (Stream<Path> children = Files.list(parent)) {
        for (Path group :
            children.filter(path -> abandoned.test(path.getFileName().toString())).toList()) {
          try {
            new ControlGroup(List.of(group), group, group, groups.version2()).close();
          } catch (IOException busy) {
            stuck.add(busy);
          }
        }
      }
    }
    return stuck;
  }
}
