package dev.ratchet.assistant.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A model server for tests and benchmarks: speaks as much of OpenAI's protocol as a chat needs,
 * over real sockets, and does what a script says. It knows the model {@link #MODEL}. Thread-safe.
 */
public final class StubModel implements AutoCloseable {
  public static final String MODEL = "stub-model";

  private final ServerSocket socket;
  private final Set<StubConnection> connections = ConcurrentHashMap.newKeySet();
  private final Queue<StubAnswer> next = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger cancellations = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger mostActive = new AtomicInteger();
  private final AtomicInteger models = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile StubAnswer usual = StubAnswer.of("Hello", ", ", "world", "!");
  private volatile boolean recording = true;
  private volatile boolean closed;

  /** A request for a chat completion. */
  public record Request(String head, String body) {}

  private StubModel(ServerSocket socket) {
    this.socket = socket;
  }

  public static StubModel start() {
    return start(0);
  }

  public static StubModel start(int port) {
    try {
      StubModel stub =
          new StubModel(new ServerSocket(port, 1024, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().name("stub-accept").start(stub::accept);
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen", e);
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        StubConnection connection = new StubConnection(this, client);
        accepted.incrementAndGet();
        connections.add(connection);
        connection.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Up to and with "/v1". */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  /** What it does with each request that {@link #next} says nothing about. */
  public StubModel usually(StubAnswer answer) {
    usual = answer;
    return this;
  }

  /** What it does with the next request, or after those that were scripted before. */
  public StubModel next(StubAnswer answer) {
    next.add(answer);
    return this;
  }

  /** Keeps no requests, so that a long run does not fill the memory. */
  public StubModel withoutRecording() {
    recording = false;
    return this;
  }

  /** The requests for completions so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many answers the client left before their end. */
  public int cancellations() {
    return cancellations.get();
  }

  /** Answers under way. */
  public int active() {
    return active.get();
  }

  /** The most answers that were under way at the same time. */
  public int mostActive() {
    return mostActive.get();
  }

  /** Connections that were made so far. */
  public int connections() {
    return accepted.get();
  }

  /** How often the list of models was asked for. */
  public int probes() {
    return models.get();
  }

  /** Waits until something holds; false when it does not in time. */
  public static boolean await(Duration longest, BooleanSupplier condition) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Closes every connection, as a server that dies, and goes on listening. */
  public void dropConnections() {
    connections.forEach(StubConnection::reset);
  }

  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
  }

  StubAnswer begin(Request request) {
    if (recording) {
      requests.add(request);
    }
    mostActive.accumulateAndGet(active.incrementAndGet(), Math::max);
    StubAnswer scripted = next.poll();
    return scripted == null ? usual : scripted;
  }

  void end(boolean cancelled) {
    active.decrementAndGet();
    if (cancelled) {
      cancellations.incrementAndGet();
    }
  }

  void probed() {
    models.incrementAndGet();
  }

  void gone(StubConnection connection) {
    connections.remove(connection);
  }
}
