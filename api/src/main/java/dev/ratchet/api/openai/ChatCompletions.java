package dev.ratchet.api.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.DepartureWatch;
import dev.ratchet.api.http.Errors;
import dev.ratchet.api.http.OpenAiError;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.RequestBytes;
import dev.ratchet.assistant.model.LmStudioConfig;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Chat completions: the request goes to the model server as it came, and the answer comes back. */
final class ChatCompletions {
  private static final String PATH = "/chat/completions";

  /** A model that writes fewer than four tokens a second is of no use to a client that waits. */
  private static final Duration LONGEST_TOKEN = Duration.ofMillis(250);

  /** For the last bytes after the end of a stream, so that its connection can be used again. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private static final int MOST_ANSWER_BYTES = 16 * 1024 * 1024;

  private static final ObjectWriter ERRORS = new JsonMapper().writerFor(OpenAiError.class);

  private final RequestBytes bodies;
  private final ModelEndpoint server;
  private final ModelList models;
  private final Slots slots;

  ChatCompletions(RequestBytes bodies, ModelEndpoint server, ModelList models, Slots slots) {
    this.bodies = bodies;
    this.server = server;
    this.models = models;
    this.slots = slots;
  }

  void complete(Call call) throws IOException {
    try (RequestBytes.Body body = bodies.read(call.ctx())) {
      ChatRequest request = ChatRequestReader.read(body.bytes(), false);
      models.require(request.model());
      AnswerText text = new AnswerText(null, request.reasoning());
      if (request.stream()) {
        stream(call, body.bytes(), text);
      } else {
        answer(call, body.bytes(), request, text);
      }
    }
  }

  private void answer(Call call, byte[] body, ChatRequest request, AnswerText text)
      throws IOException {
    byte[] answer;
    ModelCall model = server.call();
    DepartureWatch watch = watch(call, model);
    try (model;
        watch;
        Slots.Turn _ = slots.take(call.principal().id(), model)) {
      LmStudioConfig settings = server.settings();
      int tokens = Objects.requireNonNullElse(request.maxTokens(), settings.maxTokens());
      allow(model, settings.firstTokenTimeout().plus(LONGEST_TOKEN.multipliedBy(tokens)));
      answer = WholeAnswer.of(read(server.post(model, PATH, body)), text);
    } catch (IOException broken) {
      ProblemException problem = problem(model, broken);
      if (problem != null) {
        throw problem;
      }
      call.ctx().status(Errors.CLIENT_LEFT);
      return;
    }
    HttpServletResponse response = call.ctx().res();
    response.setStatus(200);
    response.setContentType("application/json");
    response.setContentLength(answer.length);
    if (watch.spoken()) {
      response.setHeader("Connection", "close");
    }
    response.getOutputStream().write(answer);
  }

  private static byte[] read(HttpResponse<InputStream> response) throws IOException {
    check(response);
    byte[] bytes = response.body().readNBytes(MOST_ANSWER_BYTES + 1);
    if (bytes.length > MOST_ANSWER_BYTES) {
      throw ModelRefusal.nonsense("an answer without end");
    }
    return bytes;
  }

  private static void check(HttpResponse<InputStream> response) throws IOException {
    if (response.statusCode() != 200) {
      throw ModelRefusal.of(
          response.statusCode(),
          response.headers().firstValue("Retry-After").orElse(""),
          response.body().readNBytes(ModelRefusal.MOST_BYTES));
    }
  }

  private void stream(Call call, byte[] body, AnswerText text) throws IOException {
    HttpServletResponse response = call.ctx().res();
    ModelCall model = server.call();
    try (model;
        DepartureWatch _ = watch(call, model);
        Slots.Turn _ = slots.take(call.principal().id(), model)) {
      LmStudioConfig settings = server.settings();
      allow(model, settings.firstTokenTimeout());
      HttpResponse<InputStream> answer = server.post(model, PATH, body);
      check(answer);
      new EventRelay(answer.body(), new Events(response, model, settings.stallTimeout()), text)
          .relay();
      allow(model, FAREWELL);
      answer.body().skip(Long.MAX_VALUE);
    } catch (IOException broken) {
      ProblemException problem = problem(model, broken);
      if (problem == null) {
        call.ctx().status(Errors.CLIENT_LEFT);
      } else if (response.isCommitted()) {
        breakOff(response, problem);
      } else {
        throw problem;
      }
    } catch (ProblemException problem) {
      if (!response.isCommitted()) {
        throw problem;
      }
      breakOff(response, problem);
    }
  }

  /** A stream that has begun can only say in itself that it goes no further. */
  private static void breakOff(HttpServletResponse response, ProblemException problem)
      throws IOException {
    response.getOutputStream().write(event(problem));
  }

  private static byte[] event(ProblemException problem) throws JsonProcessingException {
    return ("data: " + ERRORS.writeValueAsString(OpenAiError.of(problem)) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static DepartureWatch watch(Call call, ModelCall model) {
    return DepartureWatch.begin(call.ctx(), () -> model.end(ModelCall.End.CLIENT_LEFT));
  }

  private static void allow(ModelCall model, Duration time) {
    model.deadline(System.nanoTime() + time.toNanos());
  }

  /** What to tell the client; null when there is none any more. */
  private static @Nullable ProblemException problem(ModelCall model, IOException broken) {
    return switch (model.ended()) {
      case CLIENT_LEFT -> null;
      case TOO_SLOW -> ModelCall.tooSlow();
      case STOPPING -> ProblemException.unavailable("stopping", "the server is being stopped");
      case null -> ModelEndpoint.away(broken);
    };
  }

  private record Events(HttpServletResponse response, ModelCall model, Duration stall)
      implements EventRelay.Sink {
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
      allow(model, stall);
    }
  }
}
