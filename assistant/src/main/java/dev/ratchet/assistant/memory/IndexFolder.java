package dev.ratchet.assistant.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder of indexes that is this process's alone, with a folder for each user in it: the first of
 * a few that no other living process holds, so that a process that starts again finds its own.
 */
final class IndexFolder implements AutoCloseable {
  /** Processes that can share one data folder. */
  private static final int MOST = 64;

  /** After that, a folder that nobody held is not waited for any more. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private static final String LOCK = "lock";
  private static final String OWNER = "user";

  private final Path all;
  private final Path folder;
  private final FileChannel lock;

  private IndexFolder(Path all, Path folder, FileChannel lock) {
    this.all = all;
    this.folder = folder;
    this.lock = lock;
  }

  static IndexFolder claim(Path all) {
    try {
      for (int i = 0; i < MOST; i++) {
        Path folder = Files.createDirectories(all.resolve("process-" + i));
        FileChannel lock = lock(folder);
        if (lock != null) {
          return new IndexFolder(all, folder, lock);
        }
      }
      throw new IllegalStateException(MOST + " processes hold indexes in " + all + " already");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for indexes can be made in " + all, e);
    }
  }

  private static @Nullable FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        return channel;
      }
    } catch (OverlappingFileLockException thisProcess) {
      // Held by another manager of this process.
    }
    channel.close();
    return null;
  }

  /** The folder of a user's index, which says whose it is. */
  Path of(String userId) {
    Path own = folder.resolve(name(userId));
    try {
      Files.createDirectories(own);
      Files.writeString(own.resolve(OWNER), userId);
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException("no index can be made in " + folder, e);
    }
  }

  /** The users who have an index here, by folder. */
  Iterable<Path> users() throws IOException {
    return Folders.in(folder);
  }

  boolean has(String userId) {
    return Files.isDirectory(folder.resolve(name(userId)));
  }

  static Optional<String> user(Path own) {
    try {
      return Optional.of(Files.readString(own.resolve(OWNER)));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** No user's id can be too long for a file system, or another's where case does not count. */
  private static String name(String userId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(userId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Says that the process lives, and deletes what processes left that came not back. */
  void sweep() throws IOException {
    Instant now = Instant.now();
    Files.setLastModifiedTime(folder.resolve(LOCK), FileTime.from(now));
    for (Path other : Folders.in(all)) {
      Path file = other.resolve(LOCK);
      if (other.equals(folder)
          || !Files.exists(file)
          || Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(FORGOTTEN))) {
        continue;
      }
      FileChannel held = lock(other);
      if (held != null) {
        try (held) {
          Folders.delete(other);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of " + folder + " cannot be given back", e);
    }
  }
}
