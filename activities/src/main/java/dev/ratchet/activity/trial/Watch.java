package dev.ratchet.activity.trial;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.sandbox.SandboxCommand;
import dev.ratchet.activity.sandbox.SandboxLimits;
import dev.ratchet.activity.sandbox.SandboxRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits for a sandboxed command, tells its progress once a second, and ends it when the step is to
 * end.
 */
public final class Watch {
  /** Surefire's line at the end of each test class. */
  private static final Pattern CLASS_TESTED =
      Pattern.compile(
          "Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+), Time.*");

  private static final Pattern LEVEL = Pattern.compile("^\\[(INFO|WARNING|ERROR)] ?");

  /** As many as a person reads. */
  private static final int MOST_ERRORS = 20;

  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<String> last = new AtomicReference<>("");
  private int tests;
  private int failed;

  private Watch() {}

  static BuildRun over(
      Sandbox sandbox, SandboxCommand command, SandboxLimits limits, Progress progress)
      throws InterruptedException {
    Watch watch = new Watch();
    SandboxRun run = watch.wait(sandbox, command, limits, progress);
    return new BuildRun(
        run, TestReport.read(command.output()), command.output(), List.copyOf(watch.errors));
  }

  /** The same for a command that runs no tests. */
  public static SandboxRun plainly(
      Sandbox sandbox, SandboxCommand command, SandboxLimits limits, Progress progress)
      throws InterruptedException {
    return new Watch().wait(sandbox, command, limits, progress);
  }

  private SandboxRun wait(
      Sandbox sandbox, SandboxCommand command, SandboxLimits limits, Progress progress)
      throws InterruptedException {
    CompletableFuture<SandboxRun> outcome = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outcome.complete(sandbox.run(command, limits, this::line));
                  } catch (InterruptedException | RuntimeException e) {
                    outcome.completeExceptionally(e);
                  }
                });
    try {
      return poll(outcome, progress);
    } finally {
      // A no-op for one that ended; else the tree is killed before this returns.
      thread.interrupt();
      thread.join();
    }
  }

  private SandboxRun poll(CompletableFuture<SandboxRun> outcome, Progress progress)
      throws InterruptedException {
    while (true) {
      try {
        return outcome.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException running) {
        progress.report(last.get(), figures());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException refused) {
          throw refused;
        }
        throw new IllegalStateException("the sandbox failed", e.getCause());
      }
    }
  }

  private synchronized Map<String, String> figures() {
    return tests == 0
        ? Map.of()
        : Map.of("tests", Integer.toString(tests), "failed", Integer.toString(failed));
  }

  private void line(String line) {
    // Cheap for other lines: a build may print millions.
    String text = line.startsWith("[") ? LEVEL.matcher(line).replaceFirst("") : line;
    if (line.startsWith("[ERROR]") && errors.size() < MOST_ERRORS && !text.isBlank()) {
      errors.add(text);
    }
    if (text.startsWith("Tests run:")) {
      Matcher matcher = CLASS_TESTED.matcher(text);
      if (matcher.matches()) {
        count(matcher);
      }
    } else if (text.startsWith("--- ")
        || text.startsWith("Building ")
        || text.startsWith("Running ")) {
      last.set(text.length() > 120 ? text.substring(0, 120) : text);
    }
  }

  private synchronized void count(Matcher matcher) {
    tests += Integer.parseInt(matcher.group(1));
    failed += Integer.parseInt(matcher.group(2)) + Integer.parseInt(matcher.group(3));
  }
}
