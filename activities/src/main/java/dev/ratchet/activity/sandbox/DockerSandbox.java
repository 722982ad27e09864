package dev.ratchet.activity.sandbox;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A container of the machine's own Docker daemon for each run, with what the bubblewrap tier shows
 * and allows, and without root here. Its first process ends when the connection to the process that
 * made this does, and everything in it with it.
 */
public final class DockerSandbox implements Sandbox {
  /** A daemon that takes longer to kill hangs, and who stops everything has to go on. */
  private static final long KILL_SECONDS = 30;

  private final DockerClient client;
  private final DockerImage image;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  DockerSandbox(DockerClient client, DockerImage image) {
    this.client = client;
    this.image = image;
  }

  @Override
  public String tier() {
    return "docker";
  }

  @Override
  public SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines)
      throws InterruptedException {
    String name = Owner.name();
    Ending ending = new Ending();
    CompletableFuture<SandboxRun> ended = new CompletableFuture<>();
    running.put(name, new Running(ending, ended));
    // A thread of its own: an interrupt in the middle of a conversation with the daemon would
    // leave open what has been made and what not.
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                ended.complete(
                    new DockerRun(client, image, name, ending).run(command, limits, lines));
              } catch (IOException | InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
              }
            });
    try {
      return ended.get();
    } catch (InterruptedException e) {
      ending.end("interrupted");
      awaitEnd(ended);
      throw e;
    } catch (ExecutionException e) {
      IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
      throw new UncheckedIOException(
          "cannot run a container for " + command.output() + ": " + cause.getMessage(), cause);
    } finally {
      running.remove(name);
    }
  }

  private static void awaitEnd(CompletableFuture<SandboxRun> ended) {
    while (!ended.isDone()) {
      try {
        ended.get();
      } catch (InterruptedException | ExecutionException again) {
        // The caller is about to be told of an interrupt anyway.
      }
    }
  }

  @Override
  public int killAll(String reason) {
    List<Running> runs = List.copyOf(running.values());
    runs.forEach(run -> run.ending().end(reason));
    for (Running run : runs) {
      // What went wrong there is told to who waits for it; here only that it is over counts.
      run.ended()
          .copy()
          .orTimeout(KILL_SECONDS, TimeUnit.SECONDS)
          .handle((ended, failure) -> run)
          .join();
    }
    return runs.size();
  }

  private record Running(Ending ending, CompletableFuture<SandboxRun> ended) {}
}
