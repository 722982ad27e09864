package dev.ratchet.cli.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A virtual environment of Python, with its own pip, that obeys the user's configuration of pip.
 */
record PythonEnvironment(Path folder) {
  /** What a person sees of a program's words. */
  private static final int LONGEST_WORDS = 300;

  static PythonEnvironment make(Path python, Path folder, Path work)
      throws IOException, InterruptedException {
    run(List.of(python.toString(), "-m", "venv", folder.toString()), work, () -> {});
    return new PythonEnvironment(folder);
  }

  Path python() {
    return folder.resolve("bin").resolve("python");
  }

  boolean has(String module) throws IOException, InterruptedException {
    if (!Files.isExecutable(python())) {
      return false;
    }
    Process process =
        new ProcessBuilder(python().toString(), "-c", "import " + module)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Runs pip without a question and without its cache, which would keep everything twice.
   *
   * @param work for its temporary files
   * @param meanwhile called a few times a second
   * @throws IOException with pip's last error as message
   */
  void pip(List<String> arguments, Path work, Runnable meanwhile)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(python().toString(), "-m", "pip", "--no-input", "--no-cache-dir"));
    command.add("--disable-pip-version-check");
    command.addAll(arguments);
    run(command, work, meanwhile);
  }

  private static void run(List<String> command, Path work, Runnable meanwhile)
      throws IOException, InterruptedException {
    Path words = Files.createTempFile(work, "words", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(words.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().put("TMPDIR", work.toString());
    Process process = builder.start();
    try {
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        meanwhile.run();
      }
      if (process.exitValue() != 0) {
        throw new IOException(lastError(Files.readString(words, StandardCharsets.UTF_8)));
      }
    } finally {
      process.destroy();
      Files.deleteIfExists(words);
    }
  }

  private static String lastError(String words) {
    List<String> lines = words.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String last =
        lines.reversed().stream()
            .filter(line -> line.startsWith("ERROR:"))
            .findFirst()
            .orElse(lines.isEmpty() ? "it failed without a word" : lines.getLast());
    return last.length() > LONGEST_WORDS ? last.substring(0, LONGEST_WORDS) + "…" : last;
  }
}
