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
 * What a command sees and may do, as bubblewrap's options; the filter is read from descriptor 9.
 */
final class BubblewrapArguments {
  /** An id that no account has; the same as nobody else's on purpose. */
  static final int USER = 64321;

  private static final long MIB = 1 << 20;

  private final SandboxCommand command;
  private final SandboxLimits limits;

  BubblewrapArguments(SandboxCommand command, SandboxLimits limits) {
    this.command = command;
    this.limits = limits;
  }

  /**
   * Files that are made for the sandbox, by their place inside, line by line: it has accounts and
   * names of its own, the host's are not its business.
   */
  Map<String, List<String>> ownFiles() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    String user = "sandbox:x:" + USER + ":";
    files.put(
        "/etc/passwd", List.of("root:x:0:0::/:/bin/sh", user + USER + "::/home/sandbox:/bin/sh"));
    files.put("/etc/group", List.of("root:x:0:", user));
    if (!command.network()) {
      files.put("/etc/hosts", List.of("127.0.0.1 localhost sandbox", "::1 localhost sandbox"));
    }
    return files;
  }

  /**
   * The whole command line.
   *
   * @param binds what is seen, read-only; /in must be among it
   * @param own further options, before the others
   */
  List<String> argv(List<Bind> binds, String... own) {
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
    argv.addAll(List.of(own));
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
    binds.forEach(bind -> argv.addAll(List.of("--ro-bind", bind.host().toString(), bind.inside())));
    environment().forEach((name, value) -> argv.addAll(List.of("--setenv", name, value)));
    argv.addAll(List.of("--remount-ro", "/", "--chdir", "/src", "--"));
    argv.addAll(List.of("/bin/sh", "-c", inner(), "sh"));
    argv.addAll(command.argv());
    return argv;
  }

  private static void tmpfs(List<String> argv, String inside, long bytes) {
    argv.addAll(List.of("--size", Long.toString(bytes), "--tmpfs", inside));
  }

  /** What of the system beside /usr is seen. */
  List<Bind> hostFiles() {
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
}
