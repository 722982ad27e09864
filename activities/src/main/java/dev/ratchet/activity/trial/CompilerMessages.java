package dev.ratchet.activity.trial;

import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What javac said in a sandbox. */
public final class CompilerMessages {
  private static final Pattern ERROR = Pattern.compile("(?:/src/)?(.+\\.java):(\\d+): error: (.*)");

  private CompilerMessages() {}

  /** The errors of a compilation; empty exactly when it succeeded. */
  public static List<GateError> errors(SandboxRun run) {
    SandboxTrialActivities.throwIfKilled(run);
    if (run instanceof SandboxRun.Exited exited && exited.code() == 0) {
      return List.of();
    }
    List<GateError> errors = new ArrayList<>();
    try (Stream<String> lines = Files.lines(run.log(), StandardCharsets.ISO_8859_1)) {
      lines
          .map(ERROR::matcher)
          .filter(Matcher::matches)
          .map(CompilerMessages::error)
          .forEach(errors::add);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the compiler's output", e);
    }
    if (errors.isEmpty()) {
      errors.add(new GateError("compile-error", null, "javac", "the compiler ended as " + run));
    }
    return errors;
  }

  private static GateError error(Matcher matcher) {
    int line = Integer.parseInt(matcher.group(2));
    String path = matcher.group(1);
    return new GateError("compile-error", new Place(path, line, line), path, matcher.group(3));
  }
}
