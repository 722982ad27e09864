package dev.ratchet.api.openai;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.RequestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Embeddings by the model in this process. Thread-safe. */
final class Embeddings implements AutoCloseable {
  static final String MODEL = "all-minilm-l6-v2";
  static final int DIMENSIONS = 384;

  /** Each text costs about a millisecond of a core; others get their turn between the parts. */
  private static final int BATCH = 32;

  /** Requests that wait for the one thread; more would wait longer than a client does. */
  private static final int MOST_WAITING = 64;

  private final RequestBytes bodies;
  private final Supplier<EmbeddingModel> model;
  private final Semaphore places = new Semaphore(MOST_WAITING);

  /** Native code would hold a virtual thread's carrier. */
  private final ExecutorService computing =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("embeddings").factory());

  /**
   * @param model asked for when the first embedding is
   */
  Embeddings(RequestBytes bodies, Supplier<EmbeddingModel> model) {
    this.bodies = bodies;
    this.model = model;
  }

  void embed(Call call) throws IOException {
    EmbeddingOrder order;
    try (RequestBytes.Body body = bodies.read(call.ctx())) {
      order = EmbeddingOrder.read(body.bytes(), DIMENSIONS);
    }
    if (!order.model().equals(MODEL)) {
      throw ModelRefusal.noSuchModel(
          "there is no embedding model of this name: use '%s'".formatted(MODEL));
    }
    if (!places.tryAcquire()) {
      throw new ProblemException(
              429,
              "queue-full",
              "Too many requests",
              "too many requests for embeddings wait already")
          .retryAfter(Duration.ofSeconds(2));
    }
    try {
      answer(call, order);
    } finally {
      places.release();
    }
  }

  private void answer(Call call, EmbeddingOrder order) throws IOException {
    List<Embedding> embeddings = new ArrayList<>(order.inputs().size());
    int tokens = 0;
    for (int from = 0; from < order.inputs().size(); from += BATCH) {
      List<TextSegment> part =
          order.inputs().subList(from, Math.min(from + BATCH, order.inputs().size())).stream()
              .map(TextSegment::from)
              .toList();
      Response<List<Embedding>> response = compute(() -> model.get().embedAll(part));
      embeddings.addAll(response.content());
      TokenUsage usage = response.tokenUsage();
      tokens += usage == null || usage.inputTokenCount() == null ? 0 : usage.inputTokenCount();
    }
    byte[] body = json(embeddings, order.base64(), tokens).getBytes(StandardCharsets.UTF_8);
    call.ctx().res().setContentType("application/json");
    call.ctx().res().setContentLength(body.length);
    call.ctx().res().getOutputStream().write(body);
  }

  private <T> T compute(Callable<T> work) throws IOException {
    try {
      return computing.submit(work).get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the embedding model failed", failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String json(List<Embedding> embeddings, boolean base64, int tokens) {
    StringBuilder json = new StringBuilder(embeddings.size() * DIMENSIONS * 12);
    json.append("{\"object\":\"list\",\"data\":[");
    for (int n = 0; n < embeddings.size(); n++) {
      json.append(n == 0 ? "" : ",").append("{\"object\":\"embedding\",\"index\":").append(n);
      json.append(",\"embedding\":");
      float[] vector = embeddings.get(n).vector();
      json.append(base64 ? '"' + base64(vector) + '"' : numbers(vector)).append('}');
    }
    json.append("],\"model\":\"").append(MODEL).append("\",\"usage\":{\"prompt_tokens\":");
    return json.append(tokens).append(",\"total_tokens\":").append(tokens).append("}}").toString();
  }

  private static String numbers(float[] vector) {
    StringBuilder text = new StringBuilder(vector.length * 12).append('[');
    for (int n = 0; n < vector.length; n++) {
      text.append(n == 0 ? "" : ",").append(vector[n]);
    }
    return text.append(']').toString();
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  @Override
  public void close() {
    computing.shutdownNow();
  }
}
