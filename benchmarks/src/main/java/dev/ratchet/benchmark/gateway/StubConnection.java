package dev.ratchet.benchmark.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One client of the stub. */
final class StubConnection {
  static final int TOKENS = 64;
  static final String MODEL = "stub-model";

  private static final String CHUNK =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,"
          + "\"model\":\"stub-model\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}";
  private static final String TOKEN =
      chunk("data: " + CHUNK.formatted("\"content\":\" token\"", "null") + "\n\n");
  private static final String LAST =
      chunk("data: " + CHUNK.formatted("", "\"stop\"") + "\n\n")
          + chunk("data: [DONE]\n\n")
          + "0\r\n\r\n";
  private static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String ANSWER =
      json(
          "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1764000000,"
              + "\"model\":\"stub-model\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
              + "\"content\":\""
              + " token".repeat(TOKENS)
              + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":20,"
              + "\"completion_tokens\":64,\"total_tokens\":84}}");
  private static final String MODELS =
      json(
          "{\"object\":\"list\",\"data\":[{\"id\":\"stub-model\",\"object\":\"model\",\"created\":1764000000,\"owned_by\":\"stub\"}]}");

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(1 << 20);
  private final Deque<ByteBuffer> out = new ArrayDeque<>();

  StubConnection(SocketChannel channel) {
    this.channel = channel;
  }

  void ready(SelectionKey key) throws IOException {
    if (key.isReadable()) {
      if (channel.read(in) < 0) {
        channel.close();
        return;
      }
      for (String request = request(); request != null; request = request()) {
        answer(request);
      }
    }
    while (!out.isEmpty()) {
      channel.write(out.peek());
      if (out.peek().hasRemaining()) {
        break;
      }
      out.remove();
    }
    key.interestOps(out.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
  }

  /** The next whole request; null while there is none. */
  private @Nullable String request() {
    String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return null;
    }
    int end = head + 4 + length(text.substring(0, head).toLowerCase(Locale.ROOT));
    if (text.length() < end) {
      return null;
    }
    in.flip().position(end);
    in.compact();
    return text.substring(0, end);
  }

  private static int length(String head) {
    int at = head.indexOf("content-length:");
    if (at < 0) {
      return 0;
    }
    int end = head.indexOf("\r\n", at);
    return Integer.parseInt(head.substring(at + 15, end < 0 ? head.length() : end).strip());
  }

  private void answer(String request) {
    if (request.startsWith("GET ")) {
      out.add(StubServer.ascii(MODELS));
    } else if (request.contains("\"stream\":true") || request.contains("\"stream\": true")) {
      String first =
          CHUNK.formatted(
              "\"role\":\"assistant\",\"content\":\"@" + System.nanoTime() + "@\"", "null");
      out.add(StubServer.ascii(STREAM_HEAD + chunk("data: " + first + "\n\n")));
      if (request.contains(" hold ")) {
        return;
      }
      for (int token = 1; token < TOKENS; token++) {
        out.add(StubServer.ascii(TOKEN));
      }
      out.add(StubServer.ascii(LAST));
    } else {
      out.add(StubServer.ascii(ANSWER));
    }
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static String json(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.length(), body);
  }
}
