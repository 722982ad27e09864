package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.RunnerProtocol.Order;
import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One command in the runner. All threads are there before the tree is: it shares its container's
 * limit of processes with them. The process is started by the runner's main thread, which lives as
 * long as the runner: a parent's death is signalled when the thread ends that started its child.
 */
final class RunnerTrial {
  /** First the tree's processes are killed when memory is short, and not the runner. */
  private static final String START =
      "echo 1000 > /proc/self/oom_score_adj; exec 9< \"$0\"; exec \"$@\"";

  /** The worker ends what takes too long; this is for one that cannot. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** What was killed ends in milliseconds, with much memory to give back in seconds. */
  private static final Duration STRAYS = Duration.ofSeconds(30);

  private final OwnControlGroup group;
  private final Path folder;
  private final Order order;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final CompletableFuture<Process> starting = new CompletableFuture<>();
  private @Nullable Process process;
  private Instant birth = Instant.MAX;
  private boolean killed;
  private boolean ended;

  /**
   * @param folder for small files
   */
  RunnerTrial(
      OwnControlGroup group, Path folder, Order order, DataInputStream in, DataOutputStream out) {
    this.group = group;
    this.folder = folder;
    this.order = order;
    this.in = in;
    this.out = out;
  }

  /**
   * Blocks until nothing of the tree is left.
   *
   * @throws IOException when it could not be started
   */
  TreeEnd run() throws IOException {
    long kills = group.memoryKills();
    long forks = group.refusedForks();
    Thread printer = thread("printer", () -> pump(Process::getErrorStream, RunnerProtocol.PRINTED));
    Thread collector =
        thread("collector", () -> pump(Process::getInputStream, RunnerProtocol.COLLECTED));
    thread("watcher", this::watch);
    try {
      Process begun = start();
      Handshake.begin(begun);
      int code = await(begun);
      endStrays();
      printer.join();
      collector.join();
      return new TreeEnd(code, group.memoryKills() > kills, group.refusedForks() > forks);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IOException("the runner was interrupted", e);
    } finally {
      // Who waits for a start that never came.
      starting.cancel(false);
      ended();
    }
  }

  private static Thread thread(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).start(task);
  }

  private Process start() throws IOException {
    List<String> argv = new ArrayList<>(List.of("sh", "-euc", START));
    argv.add(write("seccomp.bpf", Seccomp.encode(Seccomp.program())).toString());
    BubblewrapArguments arguments = new BubblewrapArguments(order.command(), order.limits());
    String user = Integer.toString(Inside.USER);
    argv.addAll(arguments.argv(binds(arguments), List.of("--uid", user, "--gid", user)));
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    Process begun = builder.start();
    birth = begun.info().startInstant().orElseThrow(() -> new IOException("it ended at once"));
    synchronized (this) {
      process = begun;
      if (killed) {
        end(begun);
      }
    }
    starting.complete(begun);
    return begun;
  }

  private List<Bind> binds(BubblewrapArguments arguments) throws IOException {
    List<Bind> binds = new ArrayList<>();
    for (Map.Entry<String, List<String>> file : arguments.ownFiles().entrySet()) {
      String name = Path.of(file.getKey()).getFileName().toString();
      byte[] text = (String.join("\n", file.getValue()) + "\n").getBytes(StandardCharsets.UTF_8);
      binds.add(new Bind(write(name, text), file.getKey()));
    }
    binds.addAll(arguments.binds());
    return binds;
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private void pump(Function<Process, InputStream> stream, byte kind) {
    byte[] buffer = new byte[RunnerProtocol.PIECE];
    try (InputStream from = stream.apply(starting.join())) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        RunnerProtocol.piece(out, kind, buffer, read);
      }
    } catch (CancellationException neverStarted) {
      // There is nothing to tell.
    } catch (IOException gone) {
      // Nobody listens any more, or the tree was killed.
      kill();
    }
  }

  /** The worker sends nothing more: what comes is its end. */
  private void watch() {
    try {
      while (in.read() >= 0) {
        // Not a word of the protocol.
      }
    } catch (IOException gone) {
      // As good as an end.
    }
    kill();
  }

  private synchronized void kill() {
    killed = true;
    Process begun = process;
    if (begun != null && !ended) {
      end(begun);
    }
  }

  private synchronized void ended() {
    ended = true;
  }

  /**
   * Its child is the first process of the tree's PID namespace: with it the kernel ends all others,
   * and only then does it end for its parent, so that after the parent's end nothing is left.
   */
  private static void end(Process begun) {
    while (begun.isAlive()) {
      List<ProcessHandle> children = begun.children().toList();
      if (children.isEmpty()) {
        begun.destroyForcibly();
      }
      children.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /**
   * What was killed between its birth and its wish to die with its parent: whatever of the group is
   * not older than the tree's parent. The clock of starts ticks every 10 ms.
   */
  private void endStrays() throws IOException {
    long limit = System.nanoTime() + STRAYS.toNanos();
    List<ProcessHandle> strays = strays();
    while (!strays.isEmpty()) {
      if (System.nanoTime() > limit) {
        throw new IOException("it does not end: " + strays);
      }
      strays.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(5_000_000);
      strays = strays();
    }
  }

  private List<ProcessHandle> strays() throws IOException {
    List<ProcessHandle> strays = new ArrayList<>();
    for (long member : group.members()) {
      ProcessHandle.of(member)
          .filter(
              process ->
                  process.info().startInstant().filter(start -> !start.isBefore(birth)).isPresent())
          .filter(process -> !isZombie(process.pid()))
          .ifPresent(strays::add);
    }
    return strays;
  }

  /** It has ended, and only waits for its parent to look. */
  private static boolean isZombie(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException gone) {
      return true;
    }
  }

  private int await(Process begun) throws InterruptedException {
    Duration longest = order.limits().time().plus(GRACE);
    if (!begun.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
    }
    return begun.waitFor();
  }
}
