package dev.ratchet.activity.sandbox;

import java.time.Duration;

/**
 * What the whole process tree may use.
 *
 * @param memoryBytes of the processes; files in tmpfs are counted apart, up to diskBytes and the
 *     scratches
 * @param processes threads included, as the kernel counts
 * @param diskBytes size of /src
 * @param logBytes most output; what prints more is killed
 * @param cpuPercent of one core: 200 is two cores
 */
public record SandboxLimits(
    Duration time, long memoryBytes, int processes, long diskBytes, long logBytes, int cpuPercent) {
  private static final long MIB = 1 << 20;

  public SandboxLimits {
    if (!time.isPositive()
        || memoryBytes < 16 * MIB
        || processes < 2
        || diskBytes < MIB
        || logBytes < 1024
        || cpuPercent < 1) {
      throw new IllegalArgumentException(
          "a sandbox needs at least 16 MiB, 2 processes and 1 MiB of disk");
    }
  }

  /**
   * Enough for a Maven build with forked tests: 3 GiB, 2,000 threads, 2 GiB of files, 64 MiB of
   * output.
   */
  public static SandboxLimits defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new SandboxLimits(
        Duration.ofMinutes(30), 3072 * MIB, 2000, 2048 * MIB, 64 * MIB, cores * 100);
  }

  public SandboxLimits withTime(Duration time) {
    return new SandboxLimits(time, memoryBytes, processes, diskBytes, logBytes, cpuPercent);
  }

  /** Most bytes of the files that a command may have, all in memory. */
  long fileBytes(SandboxCommand command) {
    return diskBytes + command.scratch().stream().mapToLong(SandboxCommand.Scratch::bytes).sum();
  }
}
