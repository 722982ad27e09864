package dev.ratchet.activity.sandbox;

import dev.ratchet.platform.process.ProcessId;
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
        + ProcessId.ticks(ProcessHandle.current().pid())
        + "-"
        + SEQUENCE.incrementAndGet();
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
        .filter(process -> ProcessId.ticks(process.pid()) == started)
        .isEmpty();
  }
}
