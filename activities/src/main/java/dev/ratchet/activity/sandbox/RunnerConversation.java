package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.RunnerProtocol.Greeting;
import dev.ratchet.activity.sandbox.RunnerProtocol.Order;
import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One command given to a runner. The caller of {@link #run} waits; a thread of its own speaks with
 * the runner, so that an interrupt of the caller still lets the runner say that the tree is gone.
 */
final class RunnerConversation {
  private static final int PIPE = 1 << 18;

  /** A runner that is asked to kill does so in milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path socket;
  private final SandboxCommand command;
  private final SandboxLimits limits;
  private final BoundedLog log;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final SocketChannel connection;
  private volatile long started = System.nanoTime();
  private boolean ordered;
  private volatile @Nullable Limit exceeded;
  private volatile @Nullable String killed;
  private volatile @Nullable Ending ending;
  private volatile @Nullable IOException trouble;
  private volatile @Nullable IOException lost;

  RunnerConversation(
      Path socket, SandboxCommand command, SandboxLimits limits, Path log, Consumer<String> lines)
      throws IOException {
    this.socket = socket;
    this.command = command;
    this.limits = limits;
    this.log = new BoundedLog(log, limits.logBytes(), lines, () -> exceed(Limit.LOG));
    this.connection = SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  SandboxRun run() throws IOException, InterruptedException {
    Thread speaker = Thread.ofVirtual().name("runner-conversation").start(this::speak);
    try {
      begun.await();
      if (!speaker.join(limits.time())) {
        exceed(Limit.TIME);
      }
      finish(speaker);
    } catch (InterruptedException e) {
      end("interrupted");
      finishWhateverComes(speaker);
      throw e;
    }
    return outcome(Duration.ofNanos(System.nanoTime() - started));
  }

  private void finish(Thread speaker) throws InterruptedException {
    if (!speaker.join(PATIENCE)) {
      close();
      speaker.join();
    }
  }

  private void finishWhateverComes(Thread speaker) {
    while (true) {
      try {
        finish(speaker);
        return;
      } catch (InterruptedException again) {
        // The caller is about to be told of an interrupt anyway.
      }
    }
  }

  private SandboxRun outcome(Duration elapsed) throws IOException {
    Ending end = ending;
    String reason = killed;
    if (end == null && reason == null && exceeded == null) {
      IOException cause = trouble;
      if (cause != null && !(cause instanceof EOFException)) {
        throw cause;
      }
      // It was restarted, or the kernel took it with its tree.
      return new SandboxRun.Killed("the runner is gone", elapsed, log.file());
    }
    SandboxRun run =
        (end == null ? new Ending(137, false, false) : end).run(reason, exceeded, elapsed, log);
    throwIfLost(run);
    return run;
  }

  /** What this machine could not keep says nothing of the command. */
  private void throwIfLost(SandboxRun run) throws IOException {
    IOException unwritten = log.trouble();
    if (unwritten != null && !(run instanceof SandboxRun.Killed)) {
      throw unwritten;
    }
    IOException unpacked = lost;
    if (unpacked != null && run instanceof SandboxRun.Exited) {
      throw unpacked;
    }
  }

  private void speak() {
    try (connection;
        PipedOutputStream printed = new PipedOutputStream();
        PipedOutputStream collected = new PipedOutputStream()) {
      PipedInputStream print = new PipedInputStream(printed, PIPE);
      PipedInputStream archive = new PipedInputStream(collected, PIPE);
      CompletableFuture<Void> printer = inBackground(() -> log.pump(print));
      CompletableFuture<Void> collector = inBackground(() -> collect(archive));
      try {
        converse(printed, collected);
      } finally {
        printed.close();
        collected.close();
        printer.join();
        collector.join();
      }
    } catch (IOException e) {
      trouble = e;
    } finally {
      begun.countDown();
    }
  }

  private void converse(PipedOutputStream printed, PipedOutputStream collected) throws IOException {
    connection.connect(UnixDomainSocketAddress.of(socket));
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(connection)));
    Greeting greeting = RunnerProtocol.greeting(in);
    order(greeting);
    started = System.nanoTime();
    begun.countDown();
    while (ending == null) {
      byte kind = in.readByte();
      switch (kind) {
        case RunnerProtocol.PRINTED -> pass(RunnerProtocol.piece(in), printed);
        case RunnerProtocol.COLLECTED -> pass(RunnerProtocol.piece(in), collected);
        case RunnerProtocol.ENDED -> ending = RunnerProtocol.ending(in);
        case RunnerProtocol.FAILED -> throw new IOException(RunnerProtocol.failure(in));
        default -> throw new IOException("the runner said " + kind);
      }
    }
  }

  private synchronized void order(Greeting greeting) throws IOException {
    SandboxLimits bounded =
        new SandboxLimits(
            limits.time(),
            Math.min(limits.memoryBytes(), greeting.memoryBytes()),
            limits.processes(),
            limits.diskBytes(),
            limits.logBytes(),
            limits.cpuPercent());
    RunnerProtocol.order(
        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(connection))),
        new Order(command, bounded));
    ordered = true;
  }

  /** Who reads may have ended before: the log's limit was reached, or a disk was full. */
  private static void pass(byte[] piece, PipedOutputStream to) {
    try {
      to.write(piece);
    } catch (IOException unread) {
      // The reader has said why.
    }
  }

  private void collect(PipedInputStream archive) {
    try (archive) {
      Archive.unpack(archive, command.output(), command.files(limits));
    } catch (IOException e) {
      // A killed tree leaves half an archive; what was unpacked is there, and the outcome says why.
      lost = e;
    }
  }

  private static CompletableFuture<Void> inBackground(Runnable task) {
    return CompletableFuture.runAsync(task, work -> Thread.ofVirtual().start(work));
  }

  private synchronized void exceed(Limit limit) {
    // The first counts: a kill closes the pipes, which looks like another trouble.
    if (exceeded == null) {
      exceeded = limit;
    }
    stop();
  }

  /** Has the tree killed, from any thread; {@link #run} then returns. */
  synchronized void end(String reason) {
    killed = reason;
    stop();
  }

  /** Before the order there is no tree; after it the runner says when the tree is gone. */
  private void stop() {
    try {
      if (ordered) {
        connection.shutdownOutput();
      } else {
        connection.close();
      }
    } catch (IOException gone) {
      // Then the runner knows.
    }
  }

  private void close() {
    try {
      connection.close();
    } catch (IOException gone) {
      // As wished.
    }
  }
}
