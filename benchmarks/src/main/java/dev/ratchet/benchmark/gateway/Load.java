package dev.ratchet.benchmark.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Asks the same thing over a number of connections, each of which asks again as soon as it has its
 * answer. On one thread, so that it takes little of what the gateway needs.
 *
 * @param headers besides those that every request has
 */
public record Load(int port, String path, Map<String, String> headers, boolean stream) {
  /** Stands in each question, where every request has another one: none repeats. */
  static final String NUMBER = "0000000000";

  /**
   * What was seen.
   *
   * @param nanos how long each answer took, in order of length
   * @param firstNanos how long each first token was on its way, in order of length; streams only
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Seen(long[] nanos, long[] firstNanos, int failures, Duration elapsed) {
    double perSecond() {
      return nanos.length / (elapsed.toNanos() / 1e9);
    }

    double medianMillis() {
      return at(nanos, 0.5);
    }

    double p99Millis() {
      return at(nanos, 0.99);
    }

    double firstMedianMillis() {
      return at(firstNanos, 0.5);
    }

    double firstP99Millis() {
      return at(firstNanos, 0.99);
    }

    private static double at(long[] sorted, double part) {
      return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }
  }

  Seen run(int connections, Duration time) throws IOException {
    byte[] request = request("");
    List<LoadConnection> all = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int n = 0; n < connections; n++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        LoadConnection connection = new LoadConnection(channel, request.clone());
        all.add(connection);
        channel.register(selector, SelectionKey.OP_READ, connection);
        connection.ask();
      }
      long started = System.nanoTime();
      long end = started + time.toNanos();
      while (System.nanoTime() - end < 0) {
        selector.select(LoadConnection::ready, 100);
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
      for (LoadConnection connection : all) {
        connection.close();
      }
      return seen(all, elapsed);
    }
  }

  /**
   * Opens streams that do not end, and looks at something while all of them are open.
   *
   * @param look called some seconds after the last one's first token
   */
  long hold(int connections, LongSupplier look) throws IOException, InterruptedException {
    List<SocketChannel> open = new ArrayList<>();
    byte[] request = request(" hold ");
    ByteBuffer in = ByteBuffer.allocate(16_384);
    for (int n = 0; n < connections; n++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      open.add(channel);
      ByteBuffer whole = ByteBuffer.wrap(request);
      while (whole.hasRemaining()) {
        channel.write(whole);
      }
      String said = "";
      while (!said.contains("@")) {
        if (channel.read(in.clear()) < 0) {
          throw new IOException("stream " + n + " ended: " + said);
        }
        said += new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
      }
    }
    Thread.sleep(3_000);
    long seen = look.getAsLong();
    for (SocketChannel channel : open) {
      channel.close();
    }
    return seen;
  }

  private static Seen seen(List<LoadConnection> all, Duration elapsed) {
    long[] nanos = all.stream().flatMapToLong(LoadConnection::times).toArray();
    long[] first = all.stream().flatMapToLong(LoadConnection::firstTimes).toArray();
    Arrays.sort(nanos);
    Arrays.sort(first);
    return new Seen(nanos, first, all.stream().mapToInt(LoadConnection::failures).sum(), elapsed);
  }

  private byte[] request(String more) {
    String body =
        "{\"model\":\"stub-model\",%s\"temperature\":0.7,\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(
                stream ? "\"stream\":true," : "",
                "You are a helpful assistant that answers in short sentences. ".repeat(4).strip(),
                NUMBER
                    + " What is the difference between a list and a set in Java? ".repeat(8)
                    + more);
    StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port);
    head.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(body.length());
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
  }
}
