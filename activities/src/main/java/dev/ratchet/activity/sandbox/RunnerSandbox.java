package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.RunnerProtocol.Greeting;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Trials in a {@link Runner}, which has a container of its own. Memory and processes are the
 * container's whatever is asked for; time, files and output are as asked. Input and what else is
 * seen must be at the same paths there. When the connection ends, the tree is killed: it does not
 * outlive this process.
 */
public final class RunnerSandbox implements Sandbox {
  /** How long a worker waits for a runner that has another worker's command. */
  private static final Duration BUSY = Duration.ofMinutes(1);

  /** How long a kill may take before the caller goes on. */
  private static final Duration DEAD = Duration.ofSeconds(30);

  private final Path socket;
  private final Map<String, RunnerConversation> running = new ConcurrentHashMap<>();

  public RunnerSandbox(Path socket) {
    this.socket = socket;
  }

  @Override
  public String tier() {
    return "runner";
  }

  /**
   * What the runner's container may use, and the given rest; waits a minute while it is busy.
   *
   * @throws IOException when no runner answers
   */
  SandboxLimits limits(Duration time, long diskBytes, long logBytes) throws IOException {
    try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Thread limit = Thread.ofVirtual().start(() -> closeLate(connection));
      try {
        Greeting greeting =
            RunnerProtocol.greeting(new DataInputStream(Channels.newInputStream(connection)));
        return new SandboxLimits(
            time, greeting.memoryBytes(), greeting.processes(), diskBytes, logBytes, 100);
      } finally {
        limit.interrupt();
      }
    }
  }

  private static void closeLate(SocketChannel connection) {
    try {
      Thread.sleep(BUSY);
      connection.close();
    } catch (InterruptedException answered) {
      // In time.
    } catch (IOException gone) {
      // Then nobody waits for it any more.
    }
  }

  @Override
  public SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines)
      throws InterruptedException {
    String name = Owner.name();
    try {
      Path place = command.place();
      Files.createDirectories(command.output());
      RunnerConversation conversation =
          new RunnerConversation(socket, command, limits, place, lines);
      running.put(name, conversation);
      return conversation.run();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot run a sandbox for " + command.output() + ": " + e.getMessage(), e);
    } finally {
      running.remove(name);
    }
  }

  @Override
  public int killAll(String reason) {
    List<String> killed = List.copyOf(running.keySet());
    running.values().forEach(conversation -> conversation.end(reason));
    long limit = System.nanoTime() + DEAD.toNanos();
    // The runner says when nothing is left.
    while (killed.stream().anyMatch(running::containsKey) && System.nanoTime() < limit) {
      LockSupport.parkNanos(5_000_000);
    }
    return killed.size();
  }
}
