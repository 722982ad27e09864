package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    return new ControlGroup(List.of(memory, pids, cpu), memory, pids, false);
  }

  private static ControlGroup version2(String name, SandboxLimits limits, long memoryBytes)
      throws IOException {
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

  private static long count(Path file, String key) {
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

  /** Kills every process of the group, those that are forked meanwhile too. */
  void kill() {
    Path killer = memory.resolve("cgroup.kill");
    try {
      if (Files.exists(killer)) {
        Files.writeString(killer, "1");
        return;
      }
    } catch (IOException e) {
      // The group is gone or is of version 1: one by one then.
    }
    for (int round = 0; round < 1000; round++) {
      List<Long> members = members();
      if (members.isEmpty()) {
        return;
      }
      members.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      pause();
    }
  }

  private List<Long> members() {
    try {
      return Files.readAllLines(pids.resolve("cgroup.procs")).stream().map(Long::valueOf).toList();
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

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      // A kill is carried to its end; who asked for the interrupt finds it set afterwards.
      Thread.currentThread().interrupt();
      Thread.onSpinWait();
    }
  }

  /** Ends and removes the groups whose name begins so; for those that a killed worker left. */
  static void sweep(Predicate<String> abandoned) throws IOException {
    List<Path> roots =
        isVersion2()
            ? List.of(ROOT)
            : List.of(ROOT.resolve("memory"), ROOT.resolve("pids"), ROOT.resolve("cpu"));
    for (Path root : roots) {
      try (Stream<Path> groups = Files.list(root)) {
        for (Path group :
            groups.filter(path -> abandoned.test(path.getFileName().toString())).toList()) {
          new ControlGroup(List.of(group), group, group, isVersion2()).close();
        }
      }
    }
  }
}
