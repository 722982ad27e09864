package dev.ratchet.activity.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a command's output to a file up to a limit, and tells each line. */
final class BoundedLog {
  private static final Logger log = LoggerFactory.getLogger(BoundedLog.class);

  /** A longer line is told cut; the file has it whole. */
  private static final int LONGEST_LINE = 4096;

  private static final Set<String> MARKS = Set.of("No space left on device");

  private final Path file;
  private final long limit;
  private final Consumer<String> lines;
  private final Runnable exceeded;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private volatile @Nullable IOException trouble;

  /**
   * @param exceeded called once, when more than the limit was printed
   */
  BoundedLog(Path file, long limit, Consumer<String> lines, Runnable exceeded) {
    this.file = file;
    this.limit = limit;
    this.lines = lines;
    this.exceeded = exceeded;
  }

  Path file() {
    return file;
  }

  /** Whether one of the known marks was printed. */
  boolean saw(String mark) {
    return seen.contains(mark);
  }

  /** Why the file could not be written, which is no fault of the command's; null when it could. */
  @Nullable IOException trouble() {
    return trouble;
  }

  void pump(InputStream in) {
    byte[] buffer = new byte[1 << 13];
    long left = limit;
    boolean told = false;
    try (OutputStream out = open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int kept = (int) Math.min(read, left);
        write(out, buffer, kept);
        left -= kept;
        if (kept < read && !told) {
          told = true;
          exceeded.run();
        }
        tell(buffer, kept);
      }
      endLine();
    } catch (IOException e) {
      // The tree was killed and its pipe closed; or the host's disk is full, and a tree whose
      // output nobody reads any more would hang until its time is over.
      exceeded.run();
    }
  }

  private OutputStream open() throws IOException {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      trouble = e;
      throw e;
    }
  }

  private void write(OutputStream out, byte[] buffer, int length) throws IOException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      trouble = e;
      throw e;
    }
  }

  private void tell(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        endLine();
      } else if (line.size() < LONGEST_LINE) {
        line.write(buffer[i]);
      }
    }
  }

  private void endLine() {
    if (line.size() > 0) {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      MARKS.stream().filter(text::contains).forEach(seen::add);
      hand(text);
    }
  }

  private void hand(String text) {
    try {
      lines.accept(text);
    } catch (RuntimeException e) {
      // Who listens may fail; the command's pipe has to be read on.
      log.debug("sandbox-line=refused cause={}", e.toString());
    }
  }
}
