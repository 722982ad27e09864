package dev.ratchet.assistant.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.LinkedTransferQueue;

/**
 * One client of a {@link StubModel}: a thread reads, so that a client that leaves is seen at once;
 * another answers.
 */
final class StubConnection {
  private static final StubModel.Request END = new StubModel.Request("", "");

  private final StubModel stub;
  private final Socket socket;
  private final LinkedTransferQueue<StubModel.Request> requests = new LinkedTransferQueue<>();
  private volatile Thread answering = Thread.currentThread();

  StubConnection(StubModel stub, Socket socket) {
    this.stub = stub;
    this.socket = socket;
  }

  void start() {
    answering = Thread.ofVirtual().name("stub-answer").unstarted(this::answer);
    answering.start();
    Thread.ofVirtual().name("stub-read").start(this::read);
  }

  /** Closes without a proper end, as a process that was killed. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // That is what was wanted.
    }
  }

  private void read() {
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        requests.add(new StubModel.Request(head, new String(in.readNBytes(length(head)), UTF_8)));
      }
    } catch (IOException gone) {
      // The same as an end.
    }
    requests.add(END);
    answering.interrupt();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0 || head.length() > 65_536) {
        return "";
      }
      head.append((char) next);
      while (next != '\n') {
        next = in.read();
        if (next < 0) {
          return "";
        }
        head.append((char) next);
      }
    }
    return head.toString();
  }

  private static int length(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }

  private void answer() {
    try (socket;
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16_384)) {
      for (StubModel.Request request = requests.take(); request != END; request = requests.take()) {
        if (!answer(request, out)) {
          break;
        }
      }
    } catch (IOException | InterruptedException gone) {
      // The client left, which was counted.
    } finally {
      stub.gone(this);
    }
  }

  /** Whether the connection can be used again. */
  private boolean answer(StubModel.Request request, OutputStream out)
      throws IOException, InterruptedException {
    String path = request.head().split(" ", 3)[1];
    if (path.endsWith("/models")) {
      stub.probed();
      String list = "{\"object\":\"list\",\"data\":[{\"id\":\"%s\",\"object\":\"model\"}]}";
      plain(out, 200, "", "application/json", list.formatted(StubModel.MODEL));
      return true;
    }
    if (path.endsWith("/embeddings")) {
      String list =
          "{\"object\":\"list\",\"model\":\"%s\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.6,0.8]}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";
      plain(out, 200, "", "application/json", list.formatted(StubModel.MODEL));
      return true;
    }
    if (!path.endsWith("/chat/completions")) {
      plain(out, 404, "", "application/json", "{\"error\":\"Unexpected endpoint or method.\"}");
      return true;
    }
    boolean well = false;
    StubAnswer answer = stub.begin(request);
    try {
      boolean again = new StubResponse(out, request, answer).write();
      well = true;
      if (!again) {
        reset();
      }
      return again;
    } finally {
      stub.end(!well);
    }
  }

  static void plain(OutputStream out, int status, String headers, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 %d Stub\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(status, type, headers, bytes.length);
    out.write(head.getBytes(ISO_8859_1));
    out.write(bytes);
    out.flush();
  }
}
