package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The one line that mends a machine whose self-test fails, found from the kernel's settings. */
final class Mend {
  private Mend() {}

  static String line() {
    return closed(Path.of("/proc/self/status"))
        ? "start Ratchet with: umask 022"
        : line(Path.of("/proc/sys"));
  }

  static String line(Path settings) {
    if (value(settings.resolve("user/max_user_namespaces")).equals("0")) {
      return "sysctl -w user.max_user_namespaces=10000";
    }
    if (value(settings.resolve("kernel/unprivileged_userns_clone")).equals("0")) {
      return "sysctl -w kernel.unprivileged_userns_clone=1";
    }
    if (value(settings.resolve("kernel/apparmor_restrict_unprivileged_userns")).equals("1")) {
      return "printf 'abi <abi/4.0>,\\nprofile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }\\n'"
          + " > /etc/apparmor.d/bwrap && apparmor_parser -r /etc/apparmor.d/bwrap";
    }
    return "run as root, outside a container, on a kernel with the memory, pids and cpu control"
        + " groups; see docs/sandbox.md";
  }

  /** Whether what this process writes cannot be read by the sandbox's user. */
  static boolean closed(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("Umask:"))
          .mapToInt(line -> Integer.parseInt(line.substring(6).strip(), 8))
          .anyMatch(umask -> (umask & 05) != 0);
    } catch (IOException notLinux) {
      return false;
    }
  }

  private static String value(Path setting) {
    try {
      return Files.readString(setting).strip();
    } catch (IOException notOnThisKernel) {
      return "";
    }
  }
}
