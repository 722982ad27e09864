package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of groups and folders tell the process that made them, so that what a killed one left can
 * be told and removed.
 */
final class Owner {
  private static final Pattern NAME = Pattern.compile("ratchet-(\\d+)-t(\\d+)-\\d+");

  private static final AtomicLong SEQUENCE = new AtomicLong();

  private Owner() {}

  /** A new name that tells this process. */
  static String name() {
    return "ratchet-"
        + ProcessHandle.current().pid()
        + "-t"
        + started()
        + "-"
        + SEQUENCE.incrementAndGet();
  }

  /** When this process started, as the kernel counts. */
  static long started() {
    return started(ProcessHandle.current().pid());
  }

  /**
   * In ticks since the boot, field 22 of /proc/PID/stat: a time of day would change when the clock
   * is set. 0 when there is no such process.
   */
  private static long started(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Whether the name is one of ours and its process is gone. */
  static boolean abandoned(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    long started = Long.parseLong(matcher.group(2));
    return ProcessHandle.of(Long.parseLong(matcher.group(1)))
        .filter(ProcessHandle::isAlive)
        .filter(process -> started(process.pid()) == started)
        .isEmpty();
  }
}
