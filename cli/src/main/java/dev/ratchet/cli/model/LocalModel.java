package dev.ratchet.cli.model;

import dev.ratchet.platform.CacheFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small local model and the program that serves it, in the cache. */
public record LocalModel(Path folder, ModelFile file) {
  /** llama.cpp's own server, MIT. */
  static final String RUNTIME = "xllamacpp==2026.10.11549";

  static final String MODULE = "xllamacpp";

  public static LocalModel small(CacheFolder cache) {
    return new LocalModel(cache.models(), ModelFile.SMALL);
  }

  public Path path() {
    return folder.resolve(file.fileName());
  }

  /** Nothing is moved there before its hash is right. */
  public boolean present() {
    try {
      return Files.exists(path()) && Files.size(path()) == file.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path(), e);
    }
  }

  /** How much of it has come, while it is not present. */
  public long fetchedBytes() {
    try {
      return new Draft(folder, file).length();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  PythonEnvironment runtime() {
    return new PythonEnvironment(folder.resolve(RUNTIME.replace("==", "-")));
  }

  /** Whether its server can be started: after an update of the system's Python it may not. */
  public boolean runnable() throws IOException, InterruptedException {
    return runtime().has(MODULE);
  }

  public Path python() {
    return runtime().python();
  }

  /** Held by whoever fetches something. */
  Path lock() {
    return folder.resolve("lock");
  }
}
