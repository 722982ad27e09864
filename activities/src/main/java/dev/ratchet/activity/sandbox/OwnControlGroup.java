package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.RunnerProtocol.Greeting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The control group that this process was put in, a container's for example: its limits hold for
 * everything that this process starts. Only read.
 */
final class OwnControlGroup {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /** Above that a version 1 group has no limit: the kernel says a number near 2^63 then. */
  private static final long UNLIMITED = 1L << 50;

  private final Path memory;
  private final Path pids;
  private final boolean version2;

  /**
   * @param memory folder of its files about memory
   * @param pids folder of its files about processes; the same in version 2
   */
  OwnControlGroup(Path memory, Path pids, boolean version2) {
    this.memory = memory;
    this.pids = pids;
    this.version2 = version2;
  }

  static OwnControlGroup find() throws IOException {
    List<String> membership = Files.readAllLines(Path.of("/proc/self/cgroup"));
    return ControlGroups.isVersion2()
        ? new OwnControlGroup(folder(ROOT, membership, ""), folder(ROOT, membership, ""), true)
        : new OwnControlGroup(
            folder(ROOT.resolve("memory"), membership, "memory"),
            folder(ROOT.resolve("pids"), membership, "pids"),
            false);
  }

  /** In a container the path may be the host's, while its own group is mounted as the root. */
  private static Path folder(Path root, List<String> membership, String controller) {
    return membership.stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> List.of(parts[1].split(",")).contains(controller))
        .map(parts -> root.resolve(parts[2].replaceFirst("^/+", "")))
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(root);
  }

  /**
   * @throws IOException when one of them is not limited: what runs here would be held by nothing
   */
  Greeting limits() throws IOException {
    long bytes = limit(memory.resolve(version2 ? "memory.max" : "memory.limit_in_bytes"));
    long processes = limit(pids.resolve("pids.max"));
    if (bytes >= UNLIMITED || processes >= Integer.MAX_VALUE) {
      throw new IOException("memory and processes of the runner's container must be limited");
    }
    return new Greeting(bytes, (int) processes);
  }

  private static long limit(Path file) throws IOException {
    String text = Files.exists(file) ? Files.readString(file).strip() : "max";
    return text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text);
  }

  /** How often the kernel killed for want of memory. */
  long memoryKills() {
    return ControlGroup.count(
        memory.resolve(version2 ? "memory.events" : "memory.oom_control"), "oom_kill");
  }

  /** How often a fork was refused. */
  long refusedForks() {
    return ControlGroup.count(pids.resolve("pids.events"), "max");
  }

  /** The ids of all processes in it, this one's too. */
  List<Long> members() throws IOException {
    return Files.readAllLines(memory.resolve("cgroup.procs")).stream().map(Long::valueOf).toList();
  }
}
