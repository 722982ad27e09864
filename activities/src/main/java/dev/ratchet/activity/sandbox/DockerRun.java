package dev.ratchet.activity.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.WaitResponse;
import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One container, from its creation to its removal. Its thread must not be interrupted. */
final class DockerRun {
  /** What init.bash says when a limit was reached. */
  private static final int OUT_OF_MEMORY = 241;

  private static final int OUT_OF_PROCESSES = 242;
  private static final int KILLED = 137;

  /** In which init says what the tree had run into, when its time is over. */
  private static final Duration LAST_WORD = Duration.ofSeconds(2);

  /** A daemon that takes longer for what needs no command to end hangs. */
  private static final Duration DAEMON = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(DockerRun.class);

  private final DockerClient client;
  private final DockerImage image;
  private final String name;
  private final Ending ending;

  DockerRun(DockerClient client, DockerImage image, String name, Ending ending) {
    this.client = client;
    this.image = image;
    this.name = name;
    this.ending = ending;
  }

  SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines)
      throws IOException, InterruptedException {
    BoundedLog printed = Output.log(command.place(), limits, lines, ending);
    Files.createDirectories(command.output());
    image.ensure(client);
    try (Lifeline lifeline = new Lifeline();
        DockerStreams streams = new DockerStreams()) {
      new DockerContainer(name, command, limits).create(client, image);
      Output output = new Output(command, limits, printed, streams.printed(), streams.archived());
      attach(lifeline, streams);
      long started = System.nanoTime();
      client.startContainerCmd(name).exec();
      // In a thread of its own: the daemon answers a kill when all output has been read, and who
      // reads it may be who asks for the kill.
      ending.started(() -> Thread.ofVirtual().start(() -> kill(lifeline)));
      int code = await(limits.time(), lifeline);
      if (!streams.awaitCompletion(DAEMON.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("the Docker daemon does not end the output of " + name);
      }
      output.join();
      SandboxRun ended =
          ending.outcome(
              code, Duration.ofNanos(System.nanoTime() - started), printed, reached(code));
      output.throwIfLost(ended);
      return ended;
    } finally {
      remove();
    }
  }

  /** Before the start, so that there is no moment at which the container lives without its line. */
  private void attach(Lifeline lifeline, DockerStreams streams)
      throws IOException, InterruptedException {
    client
        .attachContainerCmd(name)
        .withStdIn(lifeline)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .exec(streams);
    if (!streams.awaitStarted(DAEMON.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("the Docker daemon does not attach to " + name);
    }
  }

  private int await(Duration time, Lifeline lifeline) throws IOException, InterruptedException {
    try (Exit exit = client.waitContainerCmd(name).exec(new Exit())) {
      if (!exit.within(time)) {
        lifeline.callOff();
        boolean told = exit.within(LAST_WORD);
        ending.exceed(Limit.TIME);
        if (!told && !exit.within(DAEMON)) {
          throw new IOException("the Docker daemon does not end " + name);
        }
      }
      return exit.code();
    }
  }

  private Set<Limit> reached(int code) {
    return switch (code) {
      case OUT_OF_MEMORY -> Set.of(Limit.MEMORY);
      case OUT_OF_PROCESSES -> Set.of(Limit.PROCESSES);
      case KILLED -> initWasKilledForMemory() ? Set.of(Limit.MEMORY) : Set.of();
      default -> Set.of();
    };
  }

  private boolean initWasKilledForMemory() {
    return Boolean.TRUE.equals(client.inspectContainerCmd(name).exec().getState().getOOMKilled());
  }

  private void kill(Lifeline lifeline) {
    // Without a daemon that answers, its own line still ends it.
    lifeline.callOff();
    try {
      client.killContainerCmd(name).exec();
    } catch (NotFoundException | ConflictException alreadyDead) {
      // Which is what was wanted.
    } catch (RuntimeException e) {
      log.warn("sandbox={} kill=failed cause={}", name, e.toString());
    }
  }

  private void remove() {
    try {
      client.removeContainerCmd(name).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException neverMade) {
      // Nothing to remove then.
    } catch (RuntimeException e) {
      log.warn("sandbox={} remove=failed cause={}", name, e.toString());
    }
  }

  /** The code with which a container ended. The superclass's own waits give up for good. */
  private static final class Exit extends ResultCallback.Adapter<WaitResponse> {
    private final CountDownLatch told = new CountDownLatch(1);
    private volatile int code = -1;

    @Override
    public void onNext(WaitResponse response) {
      code = response.getStatusCode();
    }

    @Override
    public void onError(Throwable broken) {
      told.countDown();
      super.onError(broken);
    }

    @Override
    public void onComplete() {
      told.countDown();
      super.onComplete();
    }

    boolean within(Duration time) throws InterruptedException {
      return told.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    int code() throws IOException {
      if (code < 0) {
        throw new IOException("the Docker daemon does not tell how a container ended");
      }
      return code;
    }
  }
}
