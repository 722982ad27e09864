package dev.ratchet.cli.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * llama.cpp's server as a process. It ends with the process that started it.
 *
 * @param contextTokens of each slot
 */
public record LlamaServer(LocalModel model, int port, int contextTokens, int slots) {
  /** The environment variable with the key that it asks of everybody. */
  public static final String KEY = "RATCHET_MODEL_KEY";

  /**
   * The command line that starts it as a child of this process.
   *
   * @param folder where its script is put
   */
  public List<String> command(Path folder) {
    return List.of(
        model.python().toString(),
        script(folder).toString(),
        "--model",
        model.path().toString(),
        "--name",
        model.file().id(),
        "--port",
        Integer.toString(port),
        "--context",
        Integer.toString(contextTokens),
        "--slots",
        Integer.toString(slots),
        "--parent",
        Long.toString(ProcessHandle.current().pid()));
  }

  private static Path script(Path folder) {
    Path script = folder.resolve("model-server.py");
    try (InputStream content = LlamaServer.class.getResourceAsStream("server.py")) {
      if (content == null) {
        throw new IllegalStateException("server.py is not in the jar");
      }
      Files.createDirectories(folder);
      Files.copy(content, script, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + script, e);
    }
    return script;
  }
}
