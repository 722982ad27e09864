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
  private final Ending ending = new Ending();
  private final BoundedLog printed;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final SocketChannel connection;
  private volatile long started = System.nanoTime();
  private volatile boolean ordered;
  private volatile @Nullable TreeEnd end;
  private volatile @Nullable Output output;
  private volatile @Nullable IOException trouble;

  /**
   * @param place for the log
   */
  RunnerConversation(
      Path socket, SandboxCommand command, SandboxLimits limits, Path place, Consumer<String> lines)
      throws IOException {
    this.socket = socket;
    this.command = command;
    this.limits = limits;
    this.printed = Output.log(place, limits, lines, ending);
    this.connection = SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  SandboxRun run() throws IOException, InterruptedException {
    ending.started(this::stop);
    Thread speaker = Thread.ofVirtual().name("runner-conversation").start(this::speak);
    try {
      begun.await();
      if (!speaker.join(limits.time())) {
        ending.exceed(Limit.TIME);
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
    TreeEnd seen = end;
    if (seen == null && !ending.asked()) {
      IOException cause = trouble;
      if (cause != null && !(cause instanceof EOFException)) {
        throw cause;
      }
      // It was restarted, or the kernel took it with its tree.
      return new SandboxRun.Killed("the runner is gone", elapsed, printed.file());
    }
    TreeEnd told = seen == null ? TreeEnd.UNSEEN : seen;
    SandboxRun run = ending.outcome(told.code(), elapsed, printed, told.reached());
    Output taken = output;
    if (taken != null) {
      taken.throwIfLost(run);
    }
    return run;
  }

  private void speak() {
    try (connection;
        PipedOutputStream print = new PipedOutputStream();
        PipedOutputStream archive = new PipedOutputStream()) {
      Output taken =
          new Output(
              command,
              limits,
              printed,
              new PipedInputStream(print, PIPE),
              new PipedInputStream(archive, PIPE));
      output = taken;
      try {
        converse(print, archive);
      } finally {
        print.close();
        archive.close();
        taken.join();
      }
    } catch (IOException e) {
      trouble = e;
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
      trouble = new IOException("interrupted", nobodyDoes);
    } finally {
      begun.countDown();
    }
  }

  private void converse(PipedOutputStream print, PipedOutputStream archive) throws IOException {
    connection.connect(UnixDomainSocketAddress.of(socket));
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(connection)));
    Greeting greeting = RunnerProtocol.greeting(in);
    order(greeting);
    started = System.nanoTime();
    begun.countDown();
    while (end == null) {
      byte kind = in.readByte();
      switch (kind) {
        case RunnerProtocol.PRINTED -> pass(RunnerProtocol.piece(in), print);
        case RunnerProtocol.COLLECTED -> pass(RunnerProtocol.piece(in), archive);
        case RunnerProtocol.ENDED -> end = RunnerProtocol.ending(in);
        case RunnerProtocol.FAILED -> throw new IOException(RunnerProtocol.failure(in));
        default -> throw new IOException("the runner said " + kind);
      }
    }
  }

  private void order(Greeting greeting) throws IOException {
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

  /** Has the tree killed, from any thread; {@link #run} then returns. */
  void end(String reason) {
    ending.end(reason);
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
