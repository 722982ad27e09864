package dev.ratchet.api.openai;

import dev.ratchet.api.testing.RunningApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says exactly what it is told to, and leaves when it likes. */
final class Wire implements AutoCloseable {
  final Socket socket;

  Wire(RunningApi api) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), api.api.port());
    socket.setSoTimeout(30_000);
  }

  static Wire asking(RunningApi api, String body) throws IOException {
    Wire wire = new Wire(api);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    wire.send(head(api, bytes.length, "application/json"));
    wire.send(bytes);
    return wire;
  }

  static String head(RunningApi api, int length, String contentType) {
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + api.adminToken()
        + "\r\nContent-Type: "
        + contentType
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads until this text has come; gives all that has come by then. */
  String until(String text) throws IOException {
    StringBuilder all = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (all.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended after: " + all);
      }
      all.append((char) next);
    }
    return all.toString();
  }

  /** Leaves as a process that is killed does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
