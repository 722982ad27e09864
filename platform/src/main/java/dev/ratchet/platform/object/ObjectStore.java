package dev.ratchet.platform.object;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Content-addressed files: logs, diffs, evidence, backups. A digest is the SHA-256 of the content
 * in lower-case hex. What is kept never expires; the rest goes by age, and oldest first above the
 * size limit. Thread-safe, over processes too: an object appears by an atomic move.
 */
public final class ObjectStore {
  private final Path objects;
  private final Path kept;
  private final Path drafts;

  public ObjectStore(Path root) {
    this.objects = root.resolve("sha256");
    this.kept = root.resolve("kept");
    this.drafts = root.resolve("drafts");
  }

  public String put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  public String put(byte[] content) {
    return put(new ByteArrayInputStream(content));
  }

  /** Stores the whole stream, which the caller closes. */
  public String put(InputStream content) {
    try {
      Files.createDirectories(drafts);
      Path draft = Files.createTempFile(drafts, "object", ".new");
      try {
        String digest = copy(content, draft);
        Path object = path(digest);
        Files.createDirectories(object.getParent());
        Files.move(draft, object, StandardCopyOption.ATOMIC_MOVE);
        return digest;
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store an object in " + objects, e);
    }
  }

  private static String copy(InputStream content, Path draft) throws IOException {
    MessageDigest sha256 = sha256();
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(draft), sha256)) {
      content.transferTo(out);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** The object's content, or empty when it is not there or has expired. */
  public Optional<byte[]> get(String digest) {
    try {
      return Optional.of(Files.readAllBytes(path(digest)));
    } catch (NoSuchFileException expired) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read object " + digest, e);
    }
  }

  public Optional<String> text(String digest) {
    return get(digest).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * Exempts an object from expiry: evidence of applied or waiting improvements, backups of refs.
   */
  public void keep(String digest) {
    try {
      Files.createDirectories(kept);
      Path mark = kept.resolve(path(digest).getFileName());
      if (!Files.exists(mark)) {
        Files.writeString(mark, "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep object " + digest, e);
    }
  }

  /** Lets a kept object expire again. */
  public void release(String digest) {
    try {
      Files.deleteIfExists(kept.resolve(path(digest).getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release object " + digest, e);
    }
  }

  /**
   * Deletes what is not kept and older than maxAge, then the oldest of the rest until at most
   * maxBytes remain.
   *
   * @return how many objects were deleted
   */
  public int expire(Duration maxAge, long maxBytes, Instant now) {
    List<Path> candidates = new ArrayList<>();
    try (Stream<Path> files = Files.exists(objects) ? Files.walk(objects) : Stream.empty()) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !Files.exists(kept.resolve(file.getFileName())))
          .forEach(candidates::add);
      candidates.sort(Comparator.comparing(ObjectStore::modified));
      long bytes = 0;
      for (Path file : candidates) {
        bytes += Files.size(file);
      }
      int deleted = 0;
      for (Path file : candidates) {
        if (bytes <= maxBytes && !modified(file).toInstant().isBefore(now.minus(maxAge))) {
          break;
        }
        bytes -= Files.size(file);
        Files.delete(file);
        deleted++;
      }
      return deleted;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot expire objects in " + objects, e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String digest) {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + digest);
    }
    return objects.resolve(digest.substring(0, 2)).resolve(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
