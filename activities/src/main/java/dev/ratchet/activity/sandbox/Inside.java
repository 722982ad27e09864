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

/** What a command finds inside, the same on every tier: files, accounts, environment. */
final class Inside {
  /** An id that no account has; the same as nobody else's on purpose. */
  static final int USER = 64321;

  static final List<String> PASSWD =
      List.of(
          "root:x:0:0::/:/bin/sh", "sandbox:x:" + USER + ":" + USER + "::/home/sandbox:/bin/sh");

  static final List<String> GROUP = List.of("root:x:0:", "sandbox:x:" + USER + ":");

  private static final long MIB = 1 << 20;

  private final SandboxCommand command;
  private final SandboxLimits limits;

  Inside(SandboxCommand command, SandboxLimits limits) {
    this.command = command;
    this.limits = limits;
  }

  /** Where it may write, and how many bytes. */
  Map<String, Long> writable() {
    Map<String, Long> writable = new LinkedHashMap<>();
    writable.put("/tmp", 512 * MIB);
    writable.put("/home/sandbox", 64 * MIB);
    writable.put("/src", limits.diskBytes());
    for (Scratch scratch : command.scratch()) {
      writable.put(scratch.inside(), scratch.bytes());
    }
    return writable;
  }

  /** What of the system beside /usr is seen, the input, and what the command names. */
  List<Bind> binds() {
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
      bindIfThere(binds, "/etc/pki");
      bindIfThere(binds, "/etc/ca-certificates");
      bindIfThere(binds, "/etc/nsswitch.conf");
    }
    binds.add(new Bind(command.input(), "/in"));
    binds.addAll(command.readOnly());
    return binds;
  }

  static void bindIfThere(List<Bind> binds, String path) {
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

  Map<String, String> environment() {
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
  String script() {
    String collected = String.join(" ", command.collect());
    String bring =
        collected.isEmpty()
            ? ""
            : "cd /; set --; for f in "
                + collected
                + "; do [ -e \"$f\" ] && set -- \"$@\" \"${f#/}\"; done;"
                + " [ $# -eq 0 ] || TAR_OPTIONS= /usr/bin/tar -cf - --format=posix \"$@\" 2>/dev/null; ";
    return "/usr/bin/cp -R /in/. /src/ >&2 || exit 125; \"$@\" </dev/null >&2; code=$?; "
        + bring
        + "exit $code";
  }
}
