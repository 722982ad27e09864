package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import dev.ratchet.activity.sandbox.SandboxCommand.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The shell script that enters the control groups, binds what is needed below a place that the
 * sandbox's user can reach (the data folder may lie in a home that it cannot), drops to that user,
 * and hands over to bubblewrap. It runs as root in a mount namespace of its own.
 */
final class BubblewrapScript {
  /** An id that no account has; the same as nobody else's on purpose. */
  private static final int USER = 64321;

  /**
   * The death of a parent that died before the signal was asked for is not signalled: so ask for
   * the signal first and then look whether the parent ($0) is still there.
   */
  private static final String STILL_OWNED =
      "read -r pid name state parent rest < /proc/$$/stat; [ \"$parent\" = \"$0\" ] || exit 1;"
          + " exec \"$@\"";

  private static final long MIB = 1 << 20;

  private final SandboxCommand command;
  private final SandboxLimits limits;
  private final List<Path> entrances;
  private final Path seccomp;

  BubblewrapScript(
      SandboxCommand command, SandboxLimits limits, List<Path> entrances, Path seccomp) {
    this.command = command;
    this.limits = limits;
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
    List<Bind> binds = new ArrayList<>(system());
    binds.add(new Bind(command.input(), "/in"));
    binds.addAll(command.readOnly());
    Map<String, String> staged = new LinkedHashMap<>();
    write(script, staged, "/etc/passwd", "root:x:0:0::/:/bin/sh", user(":/home/sandbox:/bin/sh"));
    write(script, staged, "/etc/group", "root:x:0:", "sandbox:x:" + USER + ":");
    if (!command.network()) {
      write(script, staged, "/etc/hosts", "127.0.0.1 localhost sandbox", "::1 localhost sandbox");
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
    argv.addAll(List.of("/bin/sh", "-c", inner(), "sh"));
    argv.addAll(command.argv());
    script.append("exec ");
    script.append(String.join(" ", argv.stream().map(BubblewrapScript::quote).toList()));
    return script.append('\n').toString();
  }

  private static String user(String rest) {
    return "sandbox:x:" + USER + ":" + USER + ":" + rest;
  }

  /** The sandbox has accounts and names of its own: the host's are not its business. */
  private static void write(
      StringBuilder script, Map<String, String> staged, String inside, String... lines) {
    String place = "/mnt/" + staged.size();
    script.append("printf '%s\\n'");
    for (String line : lines) {
      script.append(' ').append(quote(line));
    }
    script.append(" > ").append(place).append('\n');
    staged.put(place, inside);
  }

  private static List<String> dropped() {
    String user = Integer.toString(USER);
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
    tmpfs(argv, "/tmp", 512 * MIB);
    tmpfs(argv, "/home/sandbox", 64 * MIB);
    tmpfs(argv, "/src", limits.diskBytes());
    for (Scratch scratch : command.scratch()) {
      tmpfs(argv, scratch.inside(), scratch.bytes());
    }
    staged.forEach((place, inside) -> argv.addAll(List.of("--ro-bind", place, inside)));
    environment().forEach((name, value) -> argv.addAll(List.of("--setenv", name, value)));
    argv.addAll(List.of("--remount-ro", "/", "--chdir", "/src"));
    return argv;
  }

  private static void tmpfs(List<String> argv, String inside, long bytes) {
    argv.addAll(List.of("--size", Long.toString(bytes), "--tmpfs", inside));
  }

  /** What of the system beside /usr is seen. */
  private List<Bind> system() {
    List<Bind> binds = new ArrayList<>();
    bindIfThere(binds, "/etc/alternatives");
    bindIfThere(binds, "/etc/ld.so.cache");
    bindIfThere(binds, "/etc/localtime");
    bindIfThere(binds, "/etc/ssl");
    Path jdk = jdk();
    if (!jdk.startsWith("/usr")) {
      binds.add(new Bind(jdk, jdk.toString()));
    }
    linkedConfiguration(jdk).forEach(folder -> binds.add(new Bind(folder, folder.toString())));
    if (command.network()) {
      bindIfThere(binds, "/etc/hosts");
      bindIfThere(binds, "/etc/pki");
      bindIfThere(binds, "/etc/ca-certificates");
      bindIfThere(binds, "/etc/resolv.conf");
      bindIfThere(binds, "/etc/nsswitch.conf");
    }
    return binds;
  }

  private static void bindIfThere(List<Bind> binds, String path) {
    if (Files.exists(Path.of(path))) {
      binds.add(new Bind(Path.of(path), path));
    }
  }

  private static Path jdk() {
    try {
      return Path.of(System.getProperty("java.home")).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("the JDK is gone", e);
    }
  }

  /** Debian's and Temurin's packages link a JDK's configuration into /etc. */
  private static List<Path> linkedConfiguration(Path jdk) {
    try (Stream<Path> etc = Files.list(Path.of("/etc"))) {
      return etc.filter(
              path -> path.getFileName().toString().matches("java-.*|temurin-.*|.*-jdk.*"))
          .filter(Files::isDirectory)
          .filter(path -> jdk.startsWith("/usr"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read /etc", e);
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(command.environment());
    String jdk = jdk().toString();
    environment.putIfAbsent("JAVA_HOME", jdk);
    environment.putIfAbsent("PATH", jdk + "/bin:/usr/bin:/bin");
    environment.put("HOME", "/home/sandbox");
    environment.put("LANG", "C.UTF-8");
    environment.put("TMPDIR", "/tmp");
    // The JVM does not see the control group's limit from inside, and would take a quarter of the
    // host.
    environment.merge(
        "JAVA_TOOL_OPTIONS",
        "-XX:MaxRAM=" + limits.memoryBytes(),
        (given, ours) -> given + " " + ours);
    return environment;
  }

  /**
   * Copies the input in, runs the command with its output on stderr, and writes what is collected
   * as tar to stdout.
   */
  private String inner() {
    String collected = String.join(" ", command.collect());
    String bring =
        collected.isEmpty()
            ? ""
            : "cd /; set --; for f in "
                + collected
                + "; do [ -e \"$f\" ] && set -- \"$@\" \"${f#/}\"; done;"
                + " [ $# -eq 0 ] || tar -cf - --format=posix \"$@\" 2>/dev/null; ";
    return "cp -R /in/. /src/ >&2 || exit 125; \"$@\" </dev/null >&2; code=$?; "
        + bring
        + "exit $code";
  }

  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
