package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what comes out of a run, its log and its archive, each in a thread of its own. */
final class Output {
  private static final Logger log = LoggerFactory.getLogger(Output.class);

  private final SandboxCommand command;
  private final SandboxLimits limits;
  private final BoundedLog printed;
  private final AtomicReference<@Nullable IOException> lost = new AtomicReference<>();
  private final Thread printer;
  private final Thread collector;

  /** Both streams are read to their end, which a kill brings about. */
  Output(
      SandboxCommand command,
      SandboxLimits limits,
      BoundedLog printed,
      InputStream print,
      InputStream archive) {
    this.command = command;
    this.limits = limits;
    this.printed = printed;
    this.printer = Thread.ofVirtual().start(() -> printed.pump(print));
    this.collector = Thread.ofVirtual().start(() -> collect(archive));
  }

  static BoundedLog log(Path place, SandboxLimits limits, Consumer<String> lines, Ending ending) {
    return new BoundedLog(
        place.resolve("log"), limits.logBytes(), lines, () -> ending.exceed(SandboxRun.Limit.LOG));
  }

  private void collect(InputStream tar) {
    try (tar) {
      Archive.unpack(tar, command.output(), limits.fileBytes(command));
    } catch (IOException e) {
      // A killed tree leaves half an archive; what was unpacked is there, and the outcome says why.
      lost.set(e);
      log.debug("sandbox-output=incomplete cause={}", e.toString());
    } catch (RuntimeException e) {
      lost.set(new IOException("the archive cannot be read", e));
      log.warn("sandbox-output=incomplete cause={}", e.toString());
    }
  }

  void join() throws InterruptedException {
    printer.join();
    collector.join();
  }

  /** What this machine could not keep says nothing of the command. */
  void throwIfLost(SandboxRun ended) throws IOException {
    IOException trouble = printed.trouble();
    if (trouble != null && !(ended instanceof SandboxRun.Killed)) {
      throw trouble;
    }
    IOException incomplete = lost.get();
    if (incomplete != null && ended instanceof SandboxRun.Exited) {
      throw incomplete;
    }
  }
}
