package dev.ratchet.api.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.DepartureWatch;
import dev.ratchet.api.http.Errors;
import dev.ratchet.api.http.OpenAiError;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.ModelFailure;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request on its way to the model server, and its answer on the way back. For one thread. */
final class Exchange {
  private static final String PATH = "/chat/completions";

  /** A model that writes fewer than four tokens a second is of no use to a client that waits. */
  private static final Duration LONGEST_TOKEN = Duration.ofMillis(250);

  /** For the last bytes after the end of a stream, so that its connection can be used again. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private static final int MOST_ANSWER_BYTES = 16 * 1024 * 1024;
  private static final ObjectWriter ERRORS = new JsonMapper().writerFor(OpenAiError.class);

  private final ModelAccess model;
  private final Call call;
  private final ChatRequest request;
  private final byte[] body;
  private final AnswerText text;
  private final @Nullable RememberedTurn turn;
  private final Measured measured;
  private final HttpServletResponse response;

  /**
   * @param body that the model server gets
   * @param turn null when nothing is to be remembered
   */
  Exchange(
      ModelAccess model,
      Call call,
      ChatRequest request,
      byte[] body,
      AnswerText text,
      @Nullable RememberedTurn turn) {
    this.model = model;
    this.call = call;
    this.request = request;
    this.body = body;
    this.text = text;
    this.turn = turn;
    this.measured = new Measured(request.model());
    this.response = call.ctx().res();
  }

  void run() throws IOException {
    model.requireWell();
    ModelCall open = model.endpoint().call();
    DepartureWatch watch =
        DepartureWatch.begin(call.ctx(), () -> open.end(ModelCall.End.CLIENT_LEFT));
    byte[] answer = null;
    try (open;
        watch;
        Slots.Turn _ = model.slots().take(call.principal().id(), open)) {
      measured.sent();
      if (request.stream()) {
        stream(open);
      } else {
        answer = whole(open);
      }
      save(false);
      model.heard(measured.well());
    } catch (IOException broken) {
      broken(open, broken);
    } catch (ProblemException problem) {
      failed(problem);
    }
    if (answer != null) {
      write(answer, watch.spoken());
    }
  }

  private byte[] whole(ModelCall open) throws IOException {
    LmStudioConfig settings = model.endpoint().settings();
    int tokens = Objects.requireNonNullElse(request.maxTokens(), settings.maxTokens());
    allow(open, settings.firstTokenTimeout().plus(LONGEST_TOKEN.multipliedBy(tokens)));
    HttpResponse<InputStream> answer = send(open);
    byte[] bytes = answer.body().readNBytes(MOST_ANSWER_BYTES + 1);
    if (bytes.length > MOST_ANSWER_BYTES) {
      throw ModelRefusal.nonsense("an answer without end");
    }
    return WholeAnswer.of(bytes, text, measured);
  }

  private void stream(ModelCall open) throws IOException {
    LmStudioConfig settings = model.endpoint().settings();
    allow(open, settings.firstTokenTimeout());
    HttpResponse<InputStream> answer = send(open);
    new EventRelay(answer.body(), new Events(open, settings.stallTimeout()), text).relay();
    allow(open, FAREWELL);
    answer.body().skip(Long.MAX_VALUE);
  }

  private HttpResponse<InputStream> send(ModelCall open) throws IOException {
    HttpResponse<InputStream> answer = model.endpoint().post(open, PATH, body);
    if (answer.statusCode() != 200) {
      throw ModelRefusal.of(
          answer.statusCode(),
          answer.headers().firstValue("Retry-After").orElse(""),
          answer.body().readNBytes(ModelRefusal.MOST_BYTES));
    }
    return answer;
  }

  private static void allow(ModelCall open, Duration time) {
    open.deadline(System.nanoTime() + time.toNanos());
  }

  /** Before the client hears that the answer is whole: then it is kept. */
  private void save(boolean partial) {
    if (turn != null) {
      turn.save(text.whole(), request.model(), partial);
    }
  }

  private void write(byte[] answer, boolean last) throws IOException {
    response.setStatus(200);
    response.setContentType("application/json");
    response.setContentLength(answer.length);
    if (last) {
      response.setHeader("Connection", "close");
    }
    response.getOutputStream().write(answer);
  }

  private void broken(ModelCall open, IOException broken) throws IOException {
    switch (open.ended()) {
      case CLIENT_LEFT -> {
        model.heard(measured.failed(ModelFailure.Kind.CANCELLED));
        call.ctx().status(Errors.CLIENT_LEFT);
        save(true);
      }
      case TOO_SLOW -> failed(ModelCall.tooSlow());
      case STOPPING ->
          failed(ProblemException.unavailable("stopping", "the server is being stopped"));
      case null -> failed(ModelEndpoint.away(broken));
    }
  }

  private void failed(ProblemException problem) throws IOException {
    model.heard(measured.failed(problem));
    save(true);
    if (!response.isCommitted()) {
      throw problem;
    }
    // A stream that has begun can only say in itself that it goes no further.
    response.getOutputStream().write(event(problem));
  }

  private static byte[] event(ProblemException problem) throws JsonProcessingException {
    return ("data: " + ERRORS.writeValueAsString(OpenAiError.of(problem)) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private final class Events implements EventRelay.Sink {
    private final ModelCall open;
    private final Duration stall;

    Events(ModelCall open, Duration stall) {
      this.open = open;
      this.stall = stall;
    }

    @Override
    public OutputStream open() throws IOException {
      response.setStatus(200);
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("utf-8");
      response.setHeader("X-Accel-Buffering", "no");
      return response.getOutputStream();
    }

    @Override
    public void progress() {
      measured.token();
      allow(open, stall);
    }

    @Override
    public void whole() {
      save(false);
    }
  }
}
