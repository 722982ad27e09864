package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * bubblewrap below an own user id, with control groups that root makes: no network, no capability,
 * a read-only system, a tmpfs to work in, and limits on the whole tree. When the process that made
 * this dies, so does every tree, at once.
 */
public final class BubblewrapSandbox implements Sandbox {
  static final String GROUP_PREFIX = "ratchet-";

  private static final Logger log = LoggerFactory.getLogger(BubblewrapSandbox.class);
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private final Map<Long, Run> running = new ConcurrentHashMap<>();

  @Override
  public String tier() {
    return "bubblewrap";
  }

  @Override
  public SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines)
      throws InterruptedException {
    long number = SEQUENCE.incrementAndGet();
    String name =
        GROUP_PREFIX + ProcessHandle.current().pid() + "-" + Owner.started() + "-" + number;
    try {
      Path place =
          Files.createDirectories(
              command.output().resolveSibling(command.output().getFileName() + ".sandbox"));
      ControlGroup group = ControlGroup.create(name, limits, allMemory(command, limits));
      Run run = new Run(group);
      running.put(number, run);
      try {
        return start(run, place, group, command, limits, lines);
      } finally {
        running.remove(number);
        group.close();
        Files.deleteIfExists(place.resolve("seccomp.bpf"));
        Files.deleteIfExists(place.resolve("start.sh"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot run a sandbox for " + command.output() + ": " + e.getMessage(), e);
    }
  }

  private static long allMemory(SandboxCommand command, SandboxLimits limits) {
    return limits.memoryBytes() + command.files(limits);
  }

  private SandboxRun start(
      Run run,
      Path place,
      ControlGroup group,
      SandboxCommand command,
      SandboxLimits limits,
      Consumer<String> lines)
      throws IOException, InterruptedException {
    Path seccomp = place.resolve("seccomp.bpf");
    Files.write(seccomp, Seccomp.encode(Seccomp.program()));
    Path script = place.resolve("start.sh");
    Files.writeString(
        script, new BubblewrapScript(command, limits, group.entrances(), seccomp).text());
    Path output = Files.createDirectories(command.output());
    long started = System.nanoTime();
    Process process =
        Starter.start(
            new ProcessBuilder(
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    "unshare",
                    "--mount",
                    "--propagation",
                    "private",
                    "sh",
                    script.toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())));
    run.started(process);
    BoundedLog printed =
        new BoundedLog(place.resolve("log"), limits.logBytes(), lines, run::exceedLog);
    Thread printer = Thread.ofVirtual().start(() -> printed.pump(process.getErrorStream()));
    AtomicReference<@Nullable IOException> lost = new AtomicReference<>();
    Thread collector =
        Thread.ofVirtual()
            .start(() -> collect(process.getInputStream(), output, limits, command, lost));
    try {
      if (!process.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
        run.exceed(Limit.TIME);
      }
      process.waitFor();
      printer.join();
      collector.join();
    } catch (InterruptedException e) {
      run.end("interrupted");
      process.waitFor();
      printer.join();
      collector.join();
      throw e;
    }
    SandboxRun ended =
        run.outcome(process.exitValue(), Duration.ofNanos(System.nanoTime() - started), printed);
    throwIfLost(ended, printed.trouble(), lost.get());
    return ended;
  }

  /** What this machine could not keep says nothing of the command. */
  private static void throwIfLost(
      SandboxRun ended, @Nullable IOException log, @Nullable IOException output)
      throws IOException {
    if (log != null && !(ended instanceof SandboxRun.Killed)) {
      throw log;
    }
    if (output != null && ended instanceof SandboxRun.Exited) {
      throw output;
    }
  }

  private static void collect(
      InputStream tar,
      Path output,
      SandboxLimits limits,
      SandboxCommand command,
      AtomicReference<@Nullable IOException> lost) {
    try (tar) {
      Archive.unpack(tar, output, command.files(limits));
    } catch (IOException e) {
      // A killed tree leaves half an archive; what was unpacked is there, and the outcome says why.
      lost.set(e);
      log.debug("sandbox-output=incomplete cause={}", e.toString());
    } catch (RuntimeException e) {
      log.warn("sandbox-output=incomplete cause={}", e.toString());
    }
  }

  @Override
  public int killAll(String reason) {
    int killed = 0;
    for (Run run : running.values()) {
      run.end(reason);
      killed++;
    }
    return killed;
  }

  /** One running tree. */
  private static final class Run {
    private final ControlGroup group;
    private @Nullable Process process;
    private volatile @Nullable Limit exceeded;
    private volatile @Nullable String killed;

    Run(ControlGroup group) {
      this.group = group;
    }

    /** A run that was killed while it was being started ends here. */
    synchronized void started(Process process) {
      this.process = process;
      if (killed != null) {
        kill();
      }
    }

    void exceedLog() {
      exceed(Limit.LOG);
    }

    synchronized void exceed(Limit limit) {
      // The first counts: a kill closes the pipes, which looks like another trouble.
      if (exceeded == null) {
        exceeded = limit;
      }
      kill();
    }

    synchronized void end(String reason) {
      killed = reason;
      kill();
    }

    private synchronized void kill() {
      // First what may not have entered the group yet, then all that is in it.
      if (process != null) {
        process.destroyForcibly();
      }
      group.kill();
    }

    SandboxRun outcome(int code, Duration elapsed, BoundedLog output) {
      return new Ending(code, group.outOfMemory(), group.outOfProcesses())
          .run(killed, exceeded, elapsed, output);
    }
  }
}
