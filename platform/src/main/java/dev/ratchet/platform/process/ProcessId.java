package dev.ratchet.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names a process for good, where its pid alone may be another's later.
 *
 * @param started when it started, in the kernel's ticks since the boot and with the boot's id: a
 *     time of day would be another one when the clock is set. Empty when it was gone already.
 */
public record ProcessId(long pid, String started) {
  /** No process at all. */
  public static final ProcessId NONE = new ProcessId(0, "");

  private static final String BOOT = boot();

  public static ProcessId of(ProcessHandle process) {
    return of(process.pid());
  }

  public static ProcessId ofThisProcess() {
    return of(ProcessHandle.current().pid());
  }

  private static ProcessId of(long pid) {
    long ticks = ticks(pid);
    return new ProcessId(pid, ticks < 0 ? "" : BOOT + ticks);
  }

  /** The process, if it is still there. */
  public Optional<ProcessHandle> find() {
    return started.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> of(process).equals(this));
  }

  /**
   * Field 22 of /proc/PID/stat: ticks from the boot to the start of a process. Negative when there
   * is no such process.
   */
  public static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    } catch (IOException gone) {
      return -1;
    }
  }

  private static String boot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).substring(0, 8) + "-";
    } catch (IOException hidden) {
      return "";
    }
  }
}
