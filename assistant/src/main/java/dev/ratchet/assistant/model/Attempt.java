package dev.ratchet.assistant.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One try to get an answer: a call of the model server through LangChain4j's client, watched for
 * silence, cleaned. Runs on the thread that calls {@link #run}; {@link #end} comes from any.
 */
final class Attempt implements StreamingChatResponseHandler, AnswerCleaner.Sink, Watchdog.Watched {
  /** More than any context window holds: a model that writes more has lost its way. */
  static final int LONGEST_ANSWER_CHARACTERS = 4_000_000;

  /** After the answer's end: for the connection's proper end, so that it can be used again. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** Hears of it on the thread of {@link Attempt#run}. */
  interface Events {
    void sent();

    void text(String piece);

    void reasoning(String piece);

    /** The answer is whole; comes once, and nothing comes after it. */
    void answered(ChatResponse response, String text, int pieces);
  }

  private final LmStudioConfig config;
  private final Events events;
  private final UpstreamCall call;
  private final AnswerCleaner cleaner = new AnswerCleaner(this);
  private final StringBuilder text = new StringBuilder();
  private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();
  private volatile long deadline = Long.MAX_VALUE;
  private int pieces;
  private long received;
  private boolean answered;

  Attempt(Upstream upstream, LmStudioConfig config, Events events) {
    this.config = config;
    this.events = events;
    this.call = new UpstreamCall(upstream, config, this::sent);
  }

  /** What went wrong; null when the answer was passed on. */
  @Nullable Trouble run(ChatRequest request, Watchdog watchdog) {
    allow(Upstream.CONNECT_TIMEOUT.plus(config.firstTokenTimeout()));
    watchdog.watch(this);
    try {
      model().chat(request, this);
    } catch (TroubleException e) {
      fail(e.trouble());
    } catch (RuntimeException e) {
      fail(Trouble.of(ModelFailure.Kind.REFUSED, "the request cannot be put to a model", false));
    } finally {
      watchdog.forget(this);
    }
    return answered ? null : trouble.get();
  }

  private OpenAiStreamingChatModel model() {
    return new OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder()
        .httpClientBuilder(new Calling(call))
        .baseUrl(config.baseUrl().toString())
        .apiKey(config.apiKey())
        .modelName(config.model())
        .temperature(config.temperature())
        .maxTokens(config.maxTokens())
        .returnThinking(true)
        .build();
  }

  /** Whether anything of an answer came. */
  boolean begun() {
    return pieces > 0;
  }

  int pieces() {
    return pieces;
  }

  void end(Trouble why) {
    fail(why);
  }

  private void fail(Trouble what) {
    trouble.compareAndSet(null, what);
    call.abort();
  }

  private void allow(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  private void sent() {
    deadline = Long.MAX_VALUE;
    events.sent();
    allow(config.firstTokenTimeout());
  }

  @Override
  public long deadlineNanos() {
    return deadline;
  }

  @Override
  public void expired() {
    fail(
        Trouble.timeout(
            begun()
                ? "the model stopped in the middle of the answer: nothing came for %d s"
                    .formatted(config.stallTimeout().toSeconds())
                : "the model began no answer within %d s"
                    .formatted(config.firstTokenTimeout().toSeconds())));
  }

  @Override
  public void onPartialResponse(String piece) {
    take(piece.length(), () -> cleaner.accept(piece));
  }

  @Override
  public void onPartialThinking(PartialThinking piece) {
    take(piece.text().length(), () -> events.reasoning(piece.text()));
  }

  @Override
  public void onPartialToolCall(PartialToolCall piece) {
    take(piece.partialArguments().length(), () -> {});
  }

  /** A reader may be slow: that time is not the model's. */
  private void take(int length, Runnable passing) {
    if (trouble.get() != null) {
      return;
    }
    deadline = Long.MAX_VALUE;
    pieces++;
    received += length;
    if (received > LONGEST_ANSWER_CHARACTERS) {
      fail(Trouble.nonsense("an answer without end"));
      return;
    }
    passing.run();
    allow(config.stallTimeout());
  }

  @Override
  public void text(String piece) {
    text.append(piece);
    events.text(piece);
  }

  @Override
  public void reasoning(String piece) {
    events.reasoning(piece);
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    boolean whole = call.ended() || response.metadata().finishReason() != null;
    if (!whole && begun()) {
      fail(
          Trouble.of(
              ModelFailure.Kind.UNAVAILABLE,
              "the model server ended the answer in the middle",
              true));
    } else if (!begun() && response.metadata().finishReason() == null) {
      fail(Trouble.nonsense("no answer"));
    }
    if (trouble.get() != null) {
      return;
    }
    deadline = Long.MAX_VALUE;
    cleaner.finish();
    answered = true;
    events.answered(response, text.toString(), pieces);
    allow(DRAIN);
  }

  @Override
  public void onError(Throwable error) {
    fail(Trouble.nonsense("something that is no piece of an answer"));
  }

  /** Gives LangChain4j this attempt's call for its client. */
  private record Calling(UpstreamCall call) implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
      return Upstream.CONNECT_TIMEOUT;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return Duration.ZERO;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public HttpClient build() {
      return call;
    }
  }
}
