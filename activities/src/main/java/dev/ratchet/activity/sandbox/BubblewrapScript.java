package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The shell script that enters the control groups, gathers what is bound, becomes the sandbox's
 * user, and hands over to bubblewrap. As root what is bound is gathered below a place that this
 * user can reach: the data folder may lie in a home that it cannot.
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

  /** As root: in a mount namespace of its own, in which it binds and drops to another user. */
  String asRoot() {
    StringBuilder script = begin();
    script.append("mount -t tmpfs -o size=1m,mode=755 ratchet /mnt\n");
    List<Bind> staged = written(script, Path.of("/mnt"));
    for (Bind bind : binds()) {
      String place = "/mnt/" + staged.size();
      script
          .append(Files.isDirectory(bind.host()) ? "mkdir " : ": > ")
          .append(place)
          .append("; mount --bind ")
          .append(quote(bind.host().toString()))
          .append(' ')
          .append(place)
          .append('\n');
      staged.add(new Bind(Path.of(place), bind.inside()));
    }
    String user = Integer.toString(Inside.USER);
    return end(
        script,
        List.of(
            "--reuid",
            user,
            "--regid",
            user,
            "--clear-groups",
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--ambient-caps=-all"),
        List.of(),
        staged);
  }

  /**
   * As any user: what is bound is its own or everyone's, and the user namespace maps it to the
   * sandbox's.
   *
   * @param stage an empty folder for a few small files
   */
  String asUser(Path stage) {
    StringBuilder script = begin();
    List<Bind> staged = written(script, stage);
    staged.addAll(binds());
    String user = Integer.toString(Inside.USER);
    return end(script, List.of(), List.of("--uid", user, "--gid", user), staged);
  }

  private StringBuilder begin() {
    StringBuilder script = new StringBuilder("set -eu\n");
    for (Path entrance : entrances) {
      script.append("echo $$ > ").append(quote(entrance.toString())).append('\n');
    }
    return script.append("exec 9< ").append(quote(seccomp.toString())).append('\n');
  }

  private String end(
      StringBuilder script, List<String> drop, List<String> identity, List<Bind> staged) {
    List<String> argv =
        new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin", "setpriv", "--no-new-privs"));
    argv.addAll(drop);
    argv.addAll(List.of("--pdeathsig", "KILL", "sh", "-c", STILL_OWNED));
    argv.add(Long.toString(ProcessHandle.current().pid()));
    argv.addAll(bubblewrap(identity, staged));
    argv.add("--");
    argv.addAll(List.of("/bin/sh", "-c", inside.script(), "sh"));
    argv.addAll(command.argv());
    script.append("exec ");
    script.append(String.join(" ", argv.stream().map(BubblewrapScript::quote).toList()));
    return script.append('\n').toString();
  }

  private List<Bind> binds() {
    List<Bind> binds = new ArrayList<>(inside.binds());
    if (command.network()) {
      Inside.bindIfThere(binds, "/etc/hosts");
      Inside.bindIfThere(binds, "/etc/resolv.conf");
    }
    return binds;
  }

  /** The sandbox has accounts and names of its own: the host's are not its business. */
  private List<Bind> written(StringBuilder script, Path stage) {
    List<Bind> staged = new ArrayList<>();
    write(script, stage, staged, "/etc/passwd", Inside.PASSWD);
    write(script, stage, staged, "/etc/group", Inside.GROUP);
    if (!command.network()) {
      List<String> hosts = List.of("127.0.0.1 localhost sandbox", "::1 localhost sandbox");
      write(script, stage, staged, "/etc/hosts", hosts);
    }
    return staged;
  }

  private static void write(
      StringBuilder script, Path stage, List<Bind> staged, String inside, List<String> lines) {
    Path place = stage.resolve(Integer.toString(staged.size()));
    script.append("printf '%s\\n'");
    for (String line : lines) {
      script.append(' ').append(quote(line));
    }
    script.append(" > ").append(quote(place.toString())).append('\n');
    staged.add(new Bind(place, inside));
  }

  private List<String> bubblewrap(List<String> identity, List<Bind> staged) {
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
    tmpfs(argv, "/dev/shm", 64 * MIB);
    inside.writable().forEach((place, bytes) -> tmpfs(argv, place, bytes));
    for (Bind bind : staged) {
      argv.addAll(List.of("--ro-bind", bind.host().toString(), bind.inside()));
    }
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
