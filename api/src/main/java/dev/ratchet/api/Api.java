package dev.ratchet.api;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.api.access.TokenRoutes;
import dev.ratchet.api.chat.ChatRoutes;
import dev.ratchet.api.chat.ModelRoutes;
import dev.ratchet.api.chat.RunTools;
import dev.ratchet.api.control.AutonomyRoutes;
import dev.ratchet.api.control.EmergencyRoutes;
import dev.ratchet.api.control.EmergencyStop;
import dev.ratchet.api.control.StopWatch;
import dev.ratchet.api.event.EventStream;
import dev.ratchet.api.finding.FindingRoutes;
import dev.ratchet.api.health.Health;
import dev.ratchet.api.health.HealthRoutes;
import dev.ratchet.api.http.Admission;
import dev.ratchet.api.http.HttpServer;
import dev.ratchet.api.http.Route;
import dev.ratchet.api.improvement.Decisions;
import dev.ratchet.api.improvement.Diffs;
import dev.ratchet.api.improvement.ImprovementRoutes;
import dev.ratchet.api.improvement.Rollbacks;
import dev.ratchet.api.memory.MemoryRoutes;
import dev.ratchet.api.memory.SessionRoutes;
import dev.ratchet.api.metric.MetricRoutes;
import dev.ratchet.api.openai.ModelAccess;
import dev.ratchet.api.openai.ModelEndpoint;
import dev.ratchet.api.openai.OpenAiRoutes;
import dev.ratchet.api.openai.QueuedSlots;
import dev.ratchet.api.openai.SessionMemory;
import dev.ratchet.api.openai.Slots;
import dev.ratchet.api.openapi.OpenApi;
import dev.ratchet.api.run.Mirrors;
import dev.ratchet.api.run.RunReader;
import dev.ratchet.api.run.RunRoutes;
import dev.ratchet.api.run.Runs;
import dev.ratchet.api.target.TargetBook;
import dev.ratchet.api.target.TargetRoutes;
import dev.ratchet.assistant.Assistant;
import dev.ratchet.assistant.memory.MiniLm;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.access.AdminToken;
import dev.ratchet.platform.access.Authentication;
import dev.ratchet.platform.access.Signature;
import dev.ratchet.platform.access.Tokens;
import dev.ratchet.platform.control.Autonomy;
import dev.ratchet.platform.event.RunEvents;
import dev.ratchet.platform.metric.MetricHistory;
import dev.ratchet.platform.metric.MetricSeries;
import dev.ratchet.platform.metric.Metrics;
import dev.ratchet.platform.metric.ProcessSampler;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.platform.redis.Durability;
import dev.ratchet.platform.redis.IdempotencyKeys;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.target.RunNumbers;
import dev.ratchet.platform.target.Targets;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** A running api: the wiring of all its parts. */
public final class Api implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Api.class);

  private final Impatient temporal;
  private final UnifiedJedis redis;
  private final Metrics metrics;
  private final MetricSeries series;
  private final ProcessSampler sampler;
  private final StopWatch stopWatch;
  private final EventStream stream;
  private final Assistant assistant;
  private final ModelEndpoint model;
  private final OpenAiRoutes openAi;
  private final HttpServer server;
  private final List<Route> routes;

  private Api(
      Impatient temporal,
      UnifiedJedis redis,
      Metrics metrics,
      MetricSeries series,
      ProcessSampler sampler,
      StopWatch stopWatch,
      EventStream stream,
      Assistant assistant,
      ModelEndpoint model,
      OpenAiRoutes openAi,
      HttpServer server,
      List<Route> routes) {
    this.temporal = temporal;
    this.redis = redis;
    this.metrics = metrics;
    this.series = series;
    this.sampler = sampler;
    this.stopWatch = stopWatch;
    this.stream = stream;
    this.assistant = assistant;
    this.model = model;
    this.openAi = openAi;
    this.server = server;
    this.routes = routes;
  }

  /**
   * Starts listening.
   *
   * @param patient a client of Temporal, which the caller keeps and may close; the api makes one
   *     like it
   * @throws IllegalStateException when Redis may lose what it acknowledged and that is not accepted
   */
  public static Api start(ApiSettings settings, WorkflowClient patient) {
    Impatient impatient = Impatient.like(patient);
    WorkflowClient temporal = impatient.client();
    UnifiedJedis redis = Redis.connect(settings.redis());
    Durability.require(redis, settings.redis())
        .doubts()
        .forEach(doubt -> log.warn("redis={} accepted-doubt=\"{}\"", settings.redis(), doubt));
    Metrics metrics = new Metrics();
    Clock clock = Clock.systemUTC();
    MetricSeries series = new MetricSeries(redis, clock, "api", metrics::observe);
    metrics.gauge(
        "ratchet.metrics.dropped",
        "Values that were measured and not kept over time.",
        series::dropped);
    ProcessSampler sampler = new ProcessSampler(series, "api", List.of());
    DataFolder data = settings.data();
    Tokens tokens = new Tokens(redis);
    AdminToken.establish(data, tokens, clock.instant());

    Targets targets = new Targets(redis);
    TargetBook book = new TargetBook(targets);
    RunReader reader = new RunReader(temporal, targets, new Mirrors(temporal, data.homeId()));
    Runs runs = new Runs(temporal, new RunNumbers(redis), reader, data.homeId(), clock);
    EventStream stream = new EventStream(new RunEvents(redis), reader, metrics);
    ObjectStore objects = new ObjectStore(data.objects());
    ImprovementRoutes improvements =
        new ImprovementRoutes(
            reader,
            book,
            new Diffs(temporal, objects),
            new Decisions(temporal, new Signature(data.approvalKey()), clock),
            new Rollbacks(temporal, data.homeId(), clock));

    EmergencyStop stop = new EmergencyStop(temporal, data, redis, clock);
    StopWatch stopWatch = stop.watch();
    Autonomy autonomy = new Autonomy(redis, settings.autonomyOff(), stopWatch::stopped);
    EmbeddingModel embeddings = MiniLm.load();
    SafetyFilter filter = new SafetyFilter(settings.safety(), embeddings);
    Assistant assistant =
        new Assistant(
            redis,
            settings.model(),
            filter,
            embeddings,
            data.cache().resolve("memory"),
            autonomy,
            series,
            metrics,
            settings.chat(),
            new RunTools(targets, book, reader, runs, redis),
            clock);
    Health health = new Health(temporal, redis, data.workers(), assistant::modelState, clock);
    ModelEndpoint model = new ModelEndpoint(() -> Optional.ofNullable(settings.model()));
    OpenAiRoutes openAi =
        new OpenAiRoutes(
            access(model, assistant),
            filter,
            new SessionMemory(
                assistant.sessions(),
                assistant.conversations(),
                settings.chat().promptTokens(),
                clock),
            () -> embeddings);

    List<Route> routes = new ArrayList<>();
    routes.addAll(new ChatRoutes(assistant.service(), assistant.agents()).routes());
    routes.addAll(new ModelRoutes(assistant).routes());
    routes.addAll(new SessionRoutes(assistant.sessions()).routes());
    routes.addAll(new MemoryRoutes(assistant.memories()).routes());
    routes.addAll(new TargetRoutes(targets, book, reader, runs).routes());
    routes.addAll(new RunRoutes(runs, reader, book, new IdempotencyKeys(redis)).routes());
    routes.addAll(new FindingRoutes(reader, objects).routes());
    routes.addAll(stream.routes());
    routes.addAll(improvements.routes());
    routes.addAll(openAi.routes());
    routes.addAll(new EmergencyRoutes(stop).routes());
    routes.addAll(new AutonomyRoutes(autonomy, clock).routes());
    routes.addAll(new TokenRoutes(tokens, data.homeId(), clock).routes());
    routes.addAll(new MetricRoutes(new MetricHistory(redis), clock).routes());
    routes.addAll(new HealthRoutes(health, metrics, temporal).routes());
    routes.add(document(routes, settings.version()));

    Admission admission = new Admission(new Authentication(tokens, clock), settings.names());
    HttpServer server =
        HttpServer.start(settings.host(), settings.port(), routes, admission, metrics);
    log.info("api=listening host={} port={}", settings.host(), server.port());
    return new Api(
        impatient,
        redis,
        metrics,
        series,
        sampler,
        stopWatch,
        stream,
        assistant,
        model,
        openAi,
        server,
        List.copyOf(routes));
  }

  private static ModelAccess access(ModelEndpoint model, Assistant assistant) {
    return assistant
        .server()
        .map(
            link ->
                new ModelAccess(
                    model, new QueuedSlots(link.slots()), link.health(), link.observers()))
        .orElseGet(() -> new ModelAccess(model, Slots.UNLIMITED, null, List.of()));
  }

  /** The document describes the routes that it is one of. */
  private static Route document(List<Route> routes, String version) {
    return Route.get("/openapi.json", "openApi")
        .says("health", "This document")
        .answers(200, "application/json", "The OpenAPI 3.1 document")
        .does(call -> call.answer(200, OpenApi.document(routes, version)));
  }

  public int port() {
    return server.port();
  }

  List<Route> routes() {
    return routes;
  }

  /** Ends streams, then lets requests under way end, then lets go of Redis. */
  @Override
  public void close() {
    stream.close();
    assistant.close();
    model.close();
    server.close();
    openAi.close();
    stopWatch.close();
    sampler.close();
    series.close();
    metrics.close();
    temporal.close();
    redis.close();
    log.info("api=stopped");
  }
}
