package dev.ratchet.assistant.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.stream.Collectors;

/** One answer of a {@link StubModel} on the wire. */
final class StubResponse {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String CHUNK =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\""
          + StubModel.MODEL
          + "\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}";

  private final OutputStream out;
  private final StubModel.Request request;
  private final StubAnswer answer;

  StubResponse(OutputStream out, StubModel.Request request, StubAnswer answer) {
    this.out = out;
    this.request = request;
    this.answer = answer;
  }

  /** Whether the response ended as HTTP wants it. */
  boolean write() throws IOException, InterruptedException {
    Thread.sleep(answer.delay());
    if (answer.status() != 200 || !answer.body().isEmpty()) {
      String retry =
          answer.retryAfter().isZero()
              ? ""
              : "Retry-After: " + answer.retryAfter().toSeconds() + "\r\n";
      StubConnection.plain(out, answer.status(), retry, answer.contentType(), answer.body());
      return true;
    }
    if (!request.body().matches("(?s).*\"stream\"\\s*:\\s*true.*")) {
      Thread.sleep(answer.firstToken());
      StubConnection.plain(out, 200, "", "application/json", whole());
      return true;
    }
    return stream();
  }

  private boolean stream() throws IOException, InterruptedException {
    out.write(HEAD.formatted(answer.contentType()).getBytes(UTF_8));
    event(CHUNK.formatted("\"role\":\"assistant\",\"content\":\"\"", "null"));
    out.flush();
    Thread.sleep(answer.firstToken());
    long started = System.nanoTime();
    for (int n = 0; n < answer.deltas().size(); n++) {
      if (n == answer.endAfter() && answer.end() != StubAnswer.End.BROKEN_JSON) {
        return endBadly();
      }
      if (n == answer.endAfter()) {
        event("{\"choices\":[{\"delta\":{\"content\":\"brok");
      }
      event(CHUNK.formatted(answer.deltas().get(n), "null"));
      if (answer.tokensPerSecond() > 0) {
        out.flush();
        pace(started, n + 1);
      }
    }
    if (answer.endAfter() == answer.deltas().size()) {
      return endBadly();
    }
    event(CHUNK.formatted("", "\"" + answer.finishReason() + "\""));
    event(
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\",\"choices\":[],\"usage\":%s}"
            .formatted(StubModel.MODEL, usage()));
    event("[DONE]");
    return finish();
  }

  private boolean finish() throws IOException {
    out.write("0\r\n\r\n".getBytes(UTF_8));
    out.flush();
    return true;
  }

  private boolean endBadly() throws IOException, InterruptedException {
    out.flush();
    return switch (answer.end()) {
      // What was sent is to arrive before the reset, which throws away what is still under way.
      case DIE, BROKEN_JSON -> {
        Thread.sleep(50);
        yield false;
      }
      case STALL -> {
        Thread.sleep(Duration.ofHours(1));
        yield false;
      }
      case HALF_JSON -> {
        chunk("data: {\"choices\":[{\"delta\":{\"content\":\"hal");
        yield finish();
      }
      case ERROR -> {
        event("{\"error\":{\"message\":\"the model has crashed\",\"code\":500}}");
        yield finish();
      }
      case STOP_SHORT -> finish();
    };
  }

  private void pace(long started, int sent) throws InterruptedException {
    long due = started + (long) (sent * 1e9 / answer.tokensPerSecond());
    long ahead = due - System.nanoTime();
    if (ahead > 0) {
      Thread.sleep(Duration.ofNanos(ahead));
    }
  }

  private void event(String data) throws IOException {
    chunk("data: " + data + "\n\n");
  }

  private void chunk(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
    out.write(bytes);
    out.write("\r\n".getBytes(UTF_8));
  }

  private String usage() {
    int written = answer.deltas().size();
    return "{\"prompt_tokens\":7,\"completion_tokens\":%d,\"total_tokens\":%d}"
        .formatted(written, written + 7);
  }

  /** Without streaming; only the content of its deltas. */
  private String whole() {
    String content =
        answer.deltas().stream()
            .filter(delta -> delta.startsWith("\"content\":\""))
            .map(delta -> delta.substring(11, delta.length() - 1))
            .collect(Collectors.joining());
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"%s\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"%s\"}],\"usage\":%s}"
        .formatted(StubModel.MODEL, content, answer.finishReason(), usage());
  }
}
