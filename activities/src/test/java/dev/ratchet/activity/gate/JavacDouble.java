package dev.ratchet.activity.gate;

import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.sandbox.SandboxCommand;
import dev.ratchet.activity.sandbox.SandboxLimits;
import dev.ratchet.activity.sandbox.SandboxRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Stands for javac with Error Prone: prints what a function says of each file's text, and fails if
 * that is an error.
 */
final class JavacDouble implements Sandbox {
  private final UnaryOperator<String> messages;
  int runs;

  /**
   * @param messages of a file's text, as javac prints them, with "@" for the file's path
   */
  JavacDouble(UnaryOperator<String> messages) {
    this.messages = messages;
  }

  @Override
  public String tier() {
    return "double";
  }

  @Override
  public SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines) {
    runs++;
    StringBuilder printed = new StringBuilder();
    try {
      for (String argument : command.argv()) {
        Path file = command.input().resolve(argument);
        if (argument.endsWith(".java") && Files.isRegularFile(file)) {
          printed.append(messages.apply(Files.readString(file)).replace("@", argument));
        }
      }
      Path log = Files.createTempFile(command.input().getParent(), "javac", ".log");
      Files.writeString(log, printed);
      return new SandboxRun.Exited(printed.indexOf("error:") < 0 ? 0 : 1, Duration.ZERO, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int killAll(String reason) {
    return 0;
  }
}
