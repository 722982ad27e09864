package dev.ratchet.worker;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.Tools;
import dev.ratchet.activity.analysis.CommitAnalysis;
import dev.ratchet.activity.analysis.ErrorProneFixes;
import dev.ratchet.activity.analysis.Fixes;
import dev.ratchet.activity.analysis.JavaAnalysisActivities;
import dev.ratchet.activity.analysis.SourceAnalyzer;
import dev.ratchet.activity.gate.Gate;
import dev.ratchet.activity.gate.Gates;
import dev.ratchet.activity.performance.RedisSystemPerformanceActivities;
import dev.ratchet.activity.proposal.ErrorProneEditor;
import dev.ratchet.activity.repository.JGitRepositoryActivities;
import dev.ratchet.activity.rule.RuleAnalyzer;
import dev.ratchet.activity.rule.RuleEditor;
import dev.ratchet.activity.rule.Rules;
import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.sandbox.Sandboxes;
import dev.ratchet.activity.trial.Baselines;
import dev.ratchet.activity.trial.SandboxTrialActivities;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
import dev.ratchet.platform.control.Autonomy;
import dev.ratchet.platform.control.Latch;
import dev.ratchet.platform.event.RunEvents;
import dev.ratchet.platform.metric.MetricSeries;
import dev.ratchet.platform.metric.ProcessSampler;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.target.FiledFindings;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.Workflows;
import dev.ratchet.workflow.connection.TemporalConnection;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** A running worker: the wiring of all its parts. */
final class RatchetWorker implements AutoCloseable {
  static final String DEPLOYMENT = "ratchet";

  /**
   * The SDK would keep heartbeats back for four fifths of their time-out, and with them the word
   * that an activity was cancelled.
   */
  private static final Duration HEARTBEATS_APART = Duration.ofSeconds(1);

  /** Fewer, and short tasks have long tails. */
  private static final int POLLERS = 20;

  private static final Logger log = LoggerFactory.getLogger(RatchetWorker.class);

  private final TemporalConnection temporal;
  private final UnifiedJedis redis;
  private final Sandbox sandbox;
  private final Watchdog watchdog;
  private final MetricSeries series;
  private final ProcessSampler sampler;
  private final WorkerFactory factory;

  private RatchetWorker(
      TemporalConnection temporal,
      UnifiedJedis redis,
      Sandbox sandbox,
      Watchdog watchdog,
      WorkerFactory factory) {
    this.temporal = temporal;
    this.redis = redis;
    this.sandbox = sandbox;
    this.watchdog = watchdog;
    this.series = new MetricSeries(redis, InstantSource.system(), "worker", (of, value) -> {});
    this.sampler = new ProcessSampler(series, "worker", List.of());
    this.factory = factory;
  }

  /**
   * @param build id of this build: the hash of its jars
   */
  static RatchetWorker start(Config config, String build) throws InterruptedException {
    DataFolder data = config.data();
    Sandboxes.sweep(data.sandboxes());
    Sandbox sandbox = sandbox(config);
    UnifiedJedis redis = Redis.connect(RedisSettings.of(config));
    TemporalConnection temporal =
        TemporalConnection.of(
            config.text(Key.TEMPORAL_ADDRESS),
            config.text(Key.TEMPORAL_NAMESPACE),
            "worker-" + ProcessHandle.current().pid() + "@" + build);
    TemporalStopRecord record = new TemporalStopRecord(temporal.client());
    EmergencyGuard guard =
        new EmergencyGuard(
            new Latch(data.latch()), record, sandbox::killAll, InstantSource.system());
    guard.look();
    Watchdog watchdog = new Watchdog(guard, data.workers(), build);
    watchdog.start();

    WorkerFactory factory =
        WorkerFactory.newInstance(
            temporal.client(),
            WorkerFactoryOptions.newBuilder().setWorkerInterceptors(new Pulse()).build());
    factory
        .newWorker(TaskQueues.WORKFLOWS, options(build, 100))
        .registerWorkflowImplementationTypes(Workflows.implementations());
    Worker home = factory.newWorker(TaskQueues.home(data.homeId()), options(build, 16));
    register(home, config, data, sandbox, guard, record, redis);
    factory.start();
    new Schedules(temporal, config.text(Key.TEMPORAL_NAMESPACE)).keep(data.homeId());
    log.info("worker=started build={} home={} sandbox={}", build, data.homeId(), sandbox.tier());
    return new RatchetWorker(temporal, redis, sandbox, watchdog, factory);
  }

  private static Sandbox sandbox(Config config) throws InterruptedException {
    return switch (Sandboxes.probe(config)) {
      case Sandboxes.Probe.Available available -> available.sandbox();
      case Sandboxes.Probe.Unavailable unavailable -> {
        log.error("sandbox=none why=\"{}\" mend=\"{}\"", unavailable.why(), unavailable.mend());
        yield new NoSandbox(unavailable);
      }
    };
  }

  private static void register(
      Worker home,
      Config config,
      DataFolder data,
      Sandbox sandbox,
      EmergencyGuard guard,
      TemporalStopRecord record,
      UnifiedJedis redis) {
    RunEvents events = new RunEvents(redis);
    FiledFindings filed = new FiledFindings(redis);
    Autonomy autonomy =
        new Autonomy(
            redis,
            Autonomy.named(config.text(Key.AUTONOMY_OFF)),
            () -> !(guard.state() instanceof EmergencyGuard.State.Clear));
    ObjectStore objects = new ObjectStore(data.objects());
    objects.expire(
        Duration.ofDays(config.number(Key.OBJECTS_MAX_DAYS)),
        (long) config.number(Key.OBJECTS_MAX_GIB) << 30,
        Instant.now());
    Tools tools = new Tools(Path.of(System.getProperty("ratchet.app"), "tools"));
    Path userSettings = Path.of(System.getProperty("user.home"), ".m2", "settings.xml");
    Workbench workbench =
        new Workbench(
            data,
            new GuardedSandbox(sandbox, guard, config.number(Key.WORKER_TRIALS)),
            tools,
            new Baselines(data.cache(), objects),
            userSettings);
    List<SourceAnalyzer> own = List.of(new RuleAnalyzer());
    List<Gate> gates = Gates.cheap(new CommitAnalysis(data, workbench, own));
    Supplier<Progress> progress = () -> HeartbeatProgress.ofThisActivity(guard, events);
    home.registerActivitiesImplementations(
        new JGitRepositoryActivities(data, objects, guard::admit, record::open),
        new JavaAnalysisActivities(
            data,
            objects,
            workbench,
            own,
            new Fixes(
                Stream.concat(Rules.fixes().stream(), ErrorProneFixes.all().stream()).toList()),
            List.of(new RuleEditor(), new ErrorProneEditor(workbench, ErrorProneFixes.all())),
            target -> filed.of(target.name(), Instant.now()),
            progress),
        new SandboxTrialActivities(workbench, objects, gates, progress),
        new RedisSystemPerformanceActivities(
            redis, () -> autonomy.allows(Autonomy.Function.SYSTEM_ANALYSIS), Clock.systemUTC()),
        new RedisEventActivities(events));
  }

  private static WorkerOptions options(String build, int activities) {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentWorkflowTaskPollers(POLLERS)
        .setMaxConcurrentActivityTaskPollers(POLLERS)
        .setMaxConcurrentActivityExecutionSize(activities)
        .setMaxHeartbeatThrottleInterval(HEARTBEATS_APART)
        .setDeploymentOptions(
            WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(new WorkerDeploymentVersion(DEPLOYMENT, build))
                .build())
        .build();
  }

  @Override
  public void close() {
    factory.shutdown();
    sandbox.killAll("the worker is shutting down");
    factory.awaitTermination(5, TimeUnit.SECONDS);
    watchdog.close();
    sampler.close();
    series.close();
    redis.close();
    temporal.close();
  }
}
