package dev.ratchet.benchmark.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A model server that answers at once, on one thread, so that what is measured is the gateway. Each
 * token of a stream is a chunk and a write of its own, and the first one says when it was written.
 */
public final class StubServer {
  private StubServer() {}

  /** Argument: the port to listen on. Runs until it is killed. */
  public static void main(String[] arguments) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
          1_024);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      while (true) {
        selector.select(key -> serve(selector, server, key));
      }
    }
  }

  private static void serve(Selector selector, ServerSocketChannel server, SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept(selector, server);
      } else if (key.attachment() instanceof StubConnection connection) {
        connection.ready(key);
      }
    } catch (IOException gone) {
      key.cancel();
      try {
        key.channel().close();
      } catch (IOException closed) {
        // It is gone, which is all right.
      }
    }
  }

  private static void accept(Selector selector, ServerSocketChannel server) throws IOException {
    SocketChannel client = server.accept();
    if (client != null) {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client.register(selector, SelectionKey.OP_READ, new StubConnection(client));
    }
  }

  static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
