package dev.ratchet.api.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.api.Api;
import dev.ratchet.api.ApiSettings;
import dev.ratchet.assistant.conversation.ChatSettings;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.safety.Switches;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.control.Autonomy;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import dev.ratchet.platform.testing.TemporalServer;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** An api on a real Temporal and a real Redis, with a worker that hosts the doubles. */
public final class RunningApi implements AutoCloseable {
  private static final ObjectMapper JSON = Payloads.mapper();

  public final RedisServer redisServer;
  public final TemporalServer temporalServer;
  public final UnifiedJedis redis;
  public final WorkflowClient temporal;
  public final DataFolder data;
  public final Api api;
  private final WorkerFactory worker;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public RunningApi(Path folder) {
    this(folder, null);
  }

  /**
   * @param model null for none
   */
  public RunningApi(Path folder, @Nullable LmStudioConfig model) {
    redisServer = RedisServer.start(folder);
    temporalServer = TemporalServer.start(folder);
    RedisSettings settings = new RedisSettings(redisServer.url(), null, false);
    redis = Redis.connect(settings);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporalServer.address()).build());
    temporal =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.dataConverter()).build());
    worker = WorkerFactory.newInstance(temporal);
    data = new DataFolder(folder.resolve("data"));
    Worker hosting = worker.newWorker(TaskQueues.WORKFLOWS);
    hosting.registerWorkflowImplementationTypes(OtherDoubles.all());
    hosting.registerActivitiesImplementations(
        new OtherDoubles.Analysing(new ObjectStore(data.objects())));
    new ObjectStore(data.objects()).put(Found.lines());
    worker.start();
    api =
        Api.start(
            new ApiSettings(
                data,
                "127.0.0.1",
                0,
                Set.of("ratchet.test"),
                settings,
                model,
                new ChatSettings(4096, Duration.ofSeconds(2)),
                Switches.standard(),
                "test",
                Set.of(Autonomy.Function.CHAT_TUNING)),
            temporal);
  }

  public String adminToken() {
    try {
      return Files.readString(data.adminToken()).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + api.port() + path);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + adminToken());
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  public HttpResponse<String> post(String path, String json, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + response.body(), e);
    }
  }

  /** Returns when no worker asks for work any more. */
  public void stopWorker() {
    worker.shutdownNow();
    worker.awaitTermination(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    api.close();
    http.close();
    worker.shutdownNow();
    temporal.getWorkflowServiceStubs().shutdownNow();
    redis.close();
    temporalServer.close();
    redisServer.close();
  }
}
