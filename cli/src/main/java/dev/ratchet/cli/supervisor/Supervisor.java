package dev.ratchet.cli.supervisor;

import dev.ratchet.activity.sandbox.Sandboxes;
import dev.ratchet.cli.model.ModelChoice;
import dev.ratchet.cli.supervisor.SystemState.ProcessState;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.process.ProcessId;
import dev.ratchet.workflow.connection.TemporalConnection;
import dev.ratchet.workflow.connection.TemporalSetup;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs an installation in the foreground: starts its processes in order, restarts what dies, stops
 * them in reverse order. One at a time per data folder, by a lock that dies with the process.
 */
public final class Supervisor {
  private static final long TEND_MILLIS = 100;
  private static final String DEPLOYMENT = "ratchet";
  private static final Duration FORMERS_EVERY = Duration.ofSeconds(15);

  /**
   * A build is dropped for good, and Temporal's counts lag behind: between two parts of a long run
   * they may see neither.
   */
  private static final int IDLE_LOOKS = 3;

  private final DataFolder data;
  private final Services services;
  private final ModelChoice model;
  private final Path app;
  private final String build;
  private final Builds builds;
  private final Map<String, ManagedProcess> formers = new LinkedHashMap<>();
  private final Map<String, Integer> idleLooks = new HashMap<>();
  private Instant formersAsked = Instant.EPOCH;
  private final Consumer<String> tell;
  private final List<ManagedProcess> processes = new ArrayList<>();
  private volatile boolean ending;
  private boolean healthy;
  private @Nullable TemporalConnection temporal;

  /**
   * @param app folder with lib/ and tools/
   * @param tell is told what happens, a line each
   */
  public Supervisor(
      Config config,
      Map<String, String> environment,
      Path app,
      ModelChoice model,
      Consumer<String> tell) {
    this.data = config.data();
    this.services = new Services(config, environment);
    this.model = model;
    this.build = Builds.id(app);
    this.builds = new Builds(data.root().resolve("builds"));
    this.app = builds.install(app, build);
    this.tell = tell;
  }

  /**
   * Runs until {@link #end} is called or a process had to be given up.
   *
   * @param up is told the state when everything is healthy for the first time
   * @return whether it was ended, and nothing given up
   * @throws ConfigException when it cannot start: already running, a port taken, a program missing
   */
  public boolean run(Consumer<SystemState> up) throws InterruptedException {
    try (FileChannel channel = lockFile();
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new ConfigException(
            "Ratchet is running already on " + data.root() + "; see ./ratchet status");
      }
      endLeftovers(data, tell);
      try {
        start();
        return watch(up);
      } finally {
        stop();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run in " + data.root(), e);
    }
  }

  private FileChannel lockFile() throws IOException {
    Files.createDirectories(data.run());
    return FileChannel.open(
        data.run().resolve("supervisor.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private void start() throws IOException, InterruptedException {
    prepareModel();
    if (services.embedsRedis()) {
      await(services.redis());
    }
    if (services.embedsTemporal()) {
      await(services.temporal(process -> setup().answers()));
      setup().prepare();
    } else {
      prepareExistingTemporal();
    }
    processes.add(new ManagedProcess(services.worker("worker", app, build), data.logs()));
    processes.add(new ManagedProcess(services.api(app, build), data.logs()));
  }

  /**
   * Before the others, which are told where it is. It is started after them: loading it takes both
   * cores of a small machine for some seconds, and nothing waits for it.
   */
  private void prepareModel() {
    switch (model) {
      case ModelChoice.Local local ->
          processes.add(new ManagedProcess(services.model(local.model()), data.logs()));
      case ModelChoice.Server server -> services.model(server);
      case ModelChoice.None none -> services.withoutModel();
    }
  }

  /** It may be somebody else's, and this client one that may not change its namespace. */
  private void prepareExistingTemporal() {
    try {
      setup().prepare();
    } catch (StatusRuntimeException refused) {
      tell.accept(
          "the existing Temporal does not let its namespace be prepared ("
              + refused.getStatus()
              + "); docs/operations.md says what it needs");
    }
  }

  /** Starts what the others need, and waits until it answers. */
  private void await(Service service) throws IOException, InterruptedException {
    tell.accept("starting " + service.name());
    ManagedProcess process = new ManagedProcess(service, data.logs());
    processes.add(process);
    while (!process.healthy() && !process.givenUp() && !ending) {
      process.tend(Instant.now());
      write();
      Thread.sleep(TEND_MILLIS);
    }
    if (process.givenUp()) {
      throw givenUp(process);
    }
  }

  private static ConfigException givenUp(ManagedProcess process) {
    return new ConfigException(
        process.name()
            + " does not stay up; its last words ("
            + process.log()
            + "):\n"
            + process.lastWords(10));
  }

  private TemporalSetup setup() {
    TemporalConnection known = temporal;
    if (known == null) {
      known =
          TemporalConnection.of(
              services.temporalAddress(), services.namespace(), "ratchet-supervisor");
      temporal = known;
    }
    return new TemporalSetup(known, services.namespace());
  }

  private boolean watch(Consumer<SystemState> up) throws IOException, InterruptedException {
    tell.accept("starting worker and api");
    boolean current = false;
    while (!ending) {
      tend(ManagedProcess::vital);
      current = current || makeCurrent();
      if (current) {
        tendFormers();
      }
      boolean all =
          current
              && processes.stream().filter(ManagedProcess::vital).allMatch(ManagedProcess::healthy);
      if (all) {
        tend(process -> !process.vital());
      }
      boolean anew = all && !healthy;
      healthy = all;
      SystemState state = write();
      if (anew) {
        up.accept(state);
      }
      Thread.sleep(TEND_MILLIS);
    }
    return true;
  }

  private void tend(Predicate<ManagedProcess> which) throws IOException {
    for (ManagedProcess process : processes.stream().filter(which).toList()) {
      boolean before = process.givenUp();
      process.tend(Instant.now());
      if (process.givenUp() && process.vital()) {
        throw givenUp(process);
      }
      if (process.givenUp() && !before) {
        tell.accept(
            process.name() + " does not stay up; going on without it. Why: " + process.log());
      }
    }
  }

  private boolean makeCurrent() {
    try {
      return setup().makeCurrent(DEPLOYMENT, build);
    } catch (StatusRuntimeException unreachable) {
      return false;
    }
  }

  /**
   * Keeps a worker of each former build while runs are open that began on it, and then drops the
   * build.
   */
  private void tendFormers() {
    if (Instant.now().isBefore(formersAsked.plus(FORMERS_EVERY))) {
      return;
    }
    formersAsked = Instant.now();
    for (String former : builds.ids()) {
      if (!former.equals(build)) {
        try {
          tendFormer(former, setup().openOn(DEPLOYMENT, former) > 0);
        } catch (StatusRuntimeException unreachable) {
          return;
        }
      }
    }
  }

  private void tendFormer(String former, boolean needed) {
    ManagedProcess worker = formers.get(former);
    if (needed) {
      idleLooks.remove(former);
      if (worker == null) {
        tell.accept("keeping a worker of build " + former + " for the runs that began on it");
        Service service = services.worker("worker-" + former, builds.folder(former), former);
        worker = new ManagedProcess(service, data.logs());
        formers.put(former, worker);
        processes.add(worker);
      }
    } else if (idleLooks.merge(former, 1, Integer::sum) >= IDLE_LOOKS) {
      if (worker != null) {
        tell.accept("build " + former + " has no open run any more");
        worker.stop();
        processes.remove(worker);
        formers.remove(former);
      }
      Sandboxes.delete(builds.folder(former));
      idleLooks.remove(former);
    }
  }

  private SystemState write() {
    List<ProcessState> states = processes.stream().map(ManagedProcess::state).toList();
    SystemState state =
        new SystemState(
            ProcessId.of(ProcessHandle.current()), build, healthy, services.addresses(), states);
    state.write(data);
    return state;
  }

  /** The id of the build in an app folder. */
  public static String build(Path app) {
    return Builds.id(app);
  }

  /** Asks {@link #run} to stop everything and return; from any thread. */
  public void end() {
    ending = true;
  }

  private void stop() {
    for (ManagedProcess process : processes.reversed()) {
      tell.accept("stopping " + process.name());
      process.stop();
    }
    healthy = false;
    write();
    TemporalConnection known = temporal;
    if (known != null) {
      known.close();
    }
  }

  /** Ends what a supervisor that is gone has left running, politely first. */
  public static void endLeftovers(DataFolder data, Consumer<String> tell)
      throws InterruptedException {
    Optional<SystemState> left = SystemState.read(data);
    if (left.isEmpty()) {
      return;
    }
    for (ProcessState state : left.get().processes().reversed()) {
      Optional<ProcessHandle> process = state.process().find();
      if (process.isPresent()) {
        tell.accept(
            "ending "
                + state.name()
                + " ("
                + process.get().pid()
                + "), left by a supervisor that is gone");
        process.get().destroy();
        for (int i = 0; i < 100 && process.get().isAlive(); i++) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
        process.get().destroyForcibly();
        while (process.get().isAlive()) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
    }
  }
}
