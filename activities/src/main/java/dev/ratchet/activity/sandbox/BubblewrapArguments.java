package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command sees and may do, as bubblewrap's options; the filter is read from descriptor 9,
 * and the command begins by {@link Handshake}.
 */
final class BubblewrapArguments {
  private static final long SHARED_MEMORY_BYTES = 64L << 20;

  private final SandboxCommand command;
  private final Inside inside;

  BubblewrapArguments(SandboxCommand command, SandboxLimits limits) {
    this.command = command;
    this.inside = new Inside(command, limits);
  }

  /**
   * Files that are made for the sandbox, by their place inside, line by line: it has accounts and
   * names of its own, the host's are not its business.
   */
  Map<String, List<String>> ownFiles() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    files.put("/etc/passwd", Inside.PASSWD);
    files.put("/etc/group", Inside.GROUP);
    if (!command.network()) {
      files.put("/etc/hosts", List.of("127.0.0.1 localhost sandbox", "::1 localhost sandbox"));
    }
    return files;
  }

  /** What is seen beside /usr and {@link #ownFiles}; the input among it. */
  List<Bind> binds() {
    List<Bind> binds = new ArrayList<>(inside.binds());
    if (command.network()) {
      Inside.bindIfThere(binds, "/etc/hosts");
      Inside.bindIfThere(binds, "/etc/resolv.conf");
    }
    return binds;
  }

  /**
   * The whole command line.
   *
   * @param binds what is seen, read-only; /in must be among it
   * @param identity options that say who the command is inside; none when its user is that already
   */
  List<String> argv(List<Bind> binds, List<String> identity) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "bwrap",
                "--unshare-all",
                "--unshare-user",
                "--disable-userns",
                "--die-with-parent",
                "--new-session",
                "--cap-drop",
                "ALL",
                "--seccomp",
                "9",
                "--hostname",
                "sandbox"));
    argv.addAll(identity);
    if (command.network()) {
      argv.add("--share-net");
    }
    argv.addAll(List.of("--ro-bind", "/usr", "/usr", "--tmpfs", "/usr/local", "--dir", "/etc"));
    for (String folder : List.of("bin", "sbin", "lib", "lib64")) {
      argv.addAll(List.of("--symlink", "usr/" + folder, "/" + folder));
    }
    argv.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    tmpfs(argv, "/dev/shm", SHARED_MEMORY_BYTES);
    inside.writable().forEach((place, bytes) -> tmpfs(argv, place, bytes));
    binds.forEach(bind -> argv.addAll(List.of("--ro-bind", bind.host().toString(), bind.inside())));
    inside.environment().forEach((name, value) -> argv.addAll(List.of("--setenv", name, value)));
    // With a /proc that can be written a build could choose whom the kernel kills for memory.
    argv.addAll(List.of("--remount-ro", "/proc", "--remount-ro", "/", "--chdir", "/src", "--"));
    argv.addAll(List.of("/bin/sh", "-c", Handshake.AWAIT + inside.script(), "sh"));
    argv.addAll(command.argv());
    return argv;
  }

  private static void tmpfs(List<String> argv, String inside, long bytes) {
    argv.addAll(List.of("--size", Long.toString(bytes), "--tmpfs", inside));
  }
}
