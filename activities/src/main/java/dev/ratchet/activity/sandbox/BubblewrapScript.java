package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shell script that enters the control groups, binds what is needed below a place that the
 * sandbox's user can reach (the data folder may lie in a home that it cannot), drops to that user,
 * and hands over to bubblewrap. It runs as root in a mount namespace of its own.
 */
final class BubblewrapScript {
  /**
   * The death of a parent that died before the signal was asked for is not signalled: so ask for
   * the signal first and then look whether the parent ($0) is still there.
   */
  private static final String STILL_OWNED =
      "read -r pid name state parent rest < /proc/$$/stat; [ \"$parent\" = \"$0\" ] || exit 1;"
          + " exec \"$@\"";

  private static final long MIB = 1 << 20;

  private final SandboxCommand command;
  private final Inside inside;
  private final List<Path> entrances;
  private final Path seccomp;

  BubblewrapScript(
      SandboxCommand command, SandboxLimits limits, List<Path> entrances, Path seccomp) {
    this.command = command;
    this.inside = new Inside(command, limits);
    this.entrances = entrances;
    this.seccomp = seccomp;
  }

  String text() {
    StringBuilder script = new StringBuilder("set -eu\n");
    for (Path entrance : entrances) {
      script.append("echo $$ > ").append(quote(entrance.toString())).append('\n');
    }
    script.append("exec 9< ").append(quote(seccomp.toString())).append('\n');
    script.append("mount -t tmpfs -o size=1m,mode=755 ratchet /mnt\n");
    List<Bind> binds = new ArrayList<>(inside.binds());
    if (command.network()) {
      Inside.bindIfThere(binds, "/etc/hosts");
      Inside.bindIfThere(binds, "/etc/resolv.conf");
    }
    Map<String, String> staged = new LinkedHashMap<>();
    write(script, staged, "/etc/passwd", Inside.PASSWD);
    write(script, staged, "/etc/group", Inside.GROUP);
    if (!command.network()) {
      write(
          script,
          staged,
          "/etc/hosts",
          List.of("127.0.0.1 localhost sandbox", "::1 localhost sandbox"));
    }
    for (Bind bind : binds) {
      String place = "/mnt/" + staged.size();
      script
          .append(Files.isDirectory(bind.host()) ? "mkdir " : ": > ")
          .append(place)
          .append("; mount --bind ")
          .append(quote(bind.host().toString()))
          .append(' ')
          .append(place)
          .append('\n');
      staged.put(place, bind.inside());
    }
    List<String> argv = new ArrayList<>(dropped());
    argv.addAll(bubblewrap(staged));
    argv.add("--");
    argv.addAll(List.of("/bin/sh", "-c", inside.script(), "sh"));
    argv.addAll(command.argv());
    script.append("exec ");
    script.append(String.join(" ", argv.stream().map(BubblewrapScript::quote).toList()));
    return script.append('\n').toString();
  }

  /** The sandbox has accounts and names of its own: the host's are not its business. */
  private static void write(
      StringBuilder script, Map<String, String> staged, String inside, List<String> lines) {
    String place = "/mnt/" + staged.size();
    script.append("printf '%s\\n'");
    for (String line : lines) {
      script.append(' ').append(quote(line));
    }
    script.append(" > ").append(place).append('\n');
    staged.put(place, inside);
  }

  private static List<String> dropped() {
    String user = Integer.toString(Inside.USER);
    return List.of(
        "env",
        "-i",
        "PATH=/usr/bin:/bin",
        "setpriv",
        "--reuid",
        user,
        "--regid",
        user,
        "--clear-groups",
        "--no-new-privs",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--ambient-caps=-all",
        "--pdeathsig",
        "KILL",
        "sh",
        "-c",
        STILL_OWNED,
        Long.toString(ProcessHandle.current().pid()));
  }

  private List<String> bubblewrap(Map<String, String> staged) {
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
    if (command.network()) {
      argv.add("--share-net");
    }
    argv.addAll(List.of("--ro-bind", "/usr", "/usr", "--tmpfs", "/usr/local", "--dir", "/etc"));
    for (String folder : List.of("bin", "sbin", "lib", "lib64")) {
      argv.addAll(List.of("--symlink", "usr/" + folder, "/" + folder));
    }
    argv.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    tmpfs(argv, "/dev/shm", 64 * MIB);
    inside.writable().forEach((place, bytes) -> tmpfs(argv, place, bytes));
    staged.forEach((place, inside) -> argv.addAll(List.of("--ro-bind", place, inside)));
    inside.environment().forEach((name, value) -> argv.addAll(List.of("--setenv", name, value)));
    argv.addAll(List.of("--remount-ro", "/", "--chdir", "/src"));
    return argv;
  }

  private static void tmpfs(List<String> argv, String inside, long bytes) {
    argv.addAll(List.of("--size", Long.toString(bytes), "--tmpfs", inside));
  }

  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
