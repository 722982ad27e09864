package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A runner as its container starts it: not root, no capability, in a limited control group. */
final class RunnerProcess implements AutoCloseable {
  static final SandboxLimits LIMITS =
      new SandboxLimits(
          SelfTest.SMALL.time(), 700L << 20, 200, 8 << 20, SelfTest.SMALL.logBytes(), 200);
  private static final String USER = "10001";

  final Path socket;
  final Process process;
  private final ControlGroup group;

  private RunnerProcess(Path socket, Process process, ControlGroup group) {
    this.socket = socket;
    this.process = process;
    this.group = group;
  }

  static RunnerProcess start(Path folder) throws Exception {
    Path socket = folder.resolve("runner.sock");
    String name = Owner.name();
    ControlGroup group =
        ControlGroup.create(ControlGroups.find().orElseThrow(), name, LIMITS, LIMITS.memoryBytes());
    List<String> command = new ArrayList<>(List.of("sh", "-euc", enter(group), "setpriv"));
    command.addAll(List.of("--reuid", USER, "--regid", USER, "--clear-groups", "--no-new-privs"));
    command.addAll(List.of("--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC"));
    // It may be killed, and what it kept is not to outlive the test.
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(List.of("-cp", classes(folder).toString()));
    command.addAll(List.of(Runner.class.getName(), socket.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("runner.log").toFile()).start();
    RunnerProcess runner = new RunnerProcess(socket, process, group);
    for (int tries = 0; !Files.exists(socket); tries++) {
      if (tries > 600 || !process.isAlive()) {
        runner.close();
        throw new AssertionError("no runner: " + Files.readString(folder.resolve("runner.log")));
      }
      Thread.sleep(50);
    }
    return runner;
  }

  private static String enter(ControlGroup group) {
    StringBuilder script = new StringBuilder();
    group.entrances().forEach(file -> script.append("echo $$ > ").append(file).append("; "));
    return script + "exec \"$0\" \"$@\"";
  }

  /** It needs no other jar, and its user may read no folder of this one's. */
  private static Path classes(Path folder) throws IOException {
    Path from = Path.of(Runner.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path to = folder.resolve("classes");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    return to;
  }

  /** So that the runner's user may read, and make its socket. */
  static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly().waitFor();
    group.close();
  }
}
