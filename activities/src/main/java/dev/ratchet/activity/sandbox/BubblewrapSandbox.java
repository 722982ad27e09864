package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * bubblewrap below an own user id, with control groups: no network, no capability, a read-only
 * system, a tmpfs to work in, and limits on the whole tree. When the process that made this dies,
 * so does every tree, at once.
 */
public final class BubblewrapSandbox implements Sandbox {
  private final ControlGroups groups;
  private final Map<String, Ending> running = new ConcurrentHashMap<>();

  BubblewrapSandbox(ControlGroups groups) {
    this.groups = groups;
  }

  @Override
  public String tier() {
    return "bubblewrap";
  }

  @Override
  public SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines)
      throws InterruptedException {
    String name = Owner.name();
    try {
      Path place = command.place();
      ControlGroup group =
          ControlGroup.create(
              groups, name, limits, limits.memoryBytes() + limits.fileBytes(command));
      Ending ending = new Ending();
      running.put(name, ending);
      try {
        return start(ending, place, group, command, limits, lines);
      } finally {
        running.remove(name);
        group.close();
        Files.deleteIfExists(place.resolve("seccomp.bpf"));
        Files.deleteIfExists(place.resolve("start.sh"));
        Sandboxes.delete(place.resolve("stage"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot run a sandbox for " + command.output() + ": " + e.getMessage(), e);
    }
  }

  private static SandboxRun start(
      Ending ending,
      Path place,
      ControlGroup group,
      SandboxCommand command,
      SandboxLimits limits,
      Consumer<String> lines)
      throws IOException, InterruptedException {
    Path seccomp = place.resolve("seccomp.bpf");
    Files.write(seccomp, Seccomp.encode(Seccomp.program()));
    BubblewrapScript start = new BubblewrapScript(command, limits, group.entrances(), seccomp);
    boolean root = BubblewrapTier.isRoot();
    Path script = place.resolve("start.sh");
    Files.writeString(
        script,
        root ? start.asRoot() : start.asUser(Files.createDirectories(place.resolve("stage"))));
    Files.createDirectories(command.output());
    long started = System.nanoTime();
    Process process = Starter.start(new ProcessBuilder(starter(root, script)));
    ending.started(
        () -> {
          // First what may not have entered the group yet, then all that is in it.
          process.destroyForcibly();
          group.kill();
        });
    BoundedLog printed = Output.log(place, limits, lines, ending);
    Output output =
        new Output(command, limits, printed, process.getErrorStream(), process.getInputStream());
    try {
      Handshake.begin(process);
      if (!process.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
        ending.exceed(Limit.TIME);
      }
      process.waitFor();
      output.join();
    } catch (InterruptedException e) {
      ending.end("interrupted");
      process.waitFor();
      output.join();
      throw e;
    }
    TreeEnd end = new TreeEnd(process.exitValue(), group.outOfMemory(), group.outOfProcesses());
    SandboxRun ended =
        ending.outcome(
            end.code(), Duration.ofNanos(System.nanoTime() - started), printed, end.reached());
    output.throwIfLost(ended);
    return ended;
  }

  private static List<String> starter(boolean root, Path script) {
    List<String> starter = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
    if (root) {
      starter.addAll(List.of("unshare", "--mount", "--propagation", "private"));
    }
    starter.addAll(List.of("sh", script.toString()));
    return starter;
  }

  @Override
  public int killAll(String reason) {
    int killed = 0;
    for (Ending run : running.values()) {
      run.end(reason);
      killed++;
    }
    return killed;
  }
}
