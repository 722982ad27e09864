package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Bubblewrap, as root or in a control group that was delegated to this user. */
final class BubblewrapTier implements Tier {
  private static final List<String> PROGRAMS = List.of("bwrap", "setpriv", "unshare", "tar");

  @Override
  public String name() {
    return "bubblewrap";
  }

  @Override
  public Look look() {
    for (String program : PROGRAMS) {
      if (!onPath(program)) {
        return new Look.Missing(
            program + " is not installed", "apt-get install -y bubblewrap util-linux tar");
      }
    }
    Optional<ControlGroups> groups = ControlGroups.find();
    return groups.isPresent()
        ? new Look.Candidate(new BubblewrapSandbox(groups.get()), machine(), Mend::line)
        : new Look.Missing(
            "limits on a whole process tree need root, or a control group of this user's own, here",
            "systemd-run --user --scope -p Delegate=yes ./ratchet up");
  }

  /** An upgrade of a program changes size or time of its file. */
  private static String machine() {
    StringBuilder key = new StringBuilder("tier 3 user=" + System.getProperty("user.name"));
    for (String program : PROGRAMS) {
      Path file = Path.of("/usr/bin", program);
      key.append(' ').append(program).append('=');
      key.append(file.toFile().length()).append('@').append(file.toFile().lastModified());
    }
    return key.toString();
  }

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean onPath(String program) {
    return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
