package dev.ratchet.cli.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The beginning of a model's file, as far as it has come. Every source has the same bytes, so that
 * one goes on where another stopped. Not thread-safe: its user holds the cache's lock.
 */
final class Draft {
  private static final int BLOCK_BYTES = 1 << 18;

  private final ModelFile file;
  private final Path path;
  private final Path ends;

  Draft(Path folder, ModelFile file) {
    this.file = file;
    this.path = folder.resolve(file.fileName() + ".part");
    this.ends = folder.resolve(file.fileName() + ".part.ends");
  }

  long length() throws IOException {
    try {
      return Files.size(path);
    } catch (NoSuchFileException nothingYet) {
      return 0;
    }
  }

  boolean complete() throws IOException {
    return length() == file.bytes();
  }

  /**
   * Appends what is missing of a piece.
   *
   * @param start where the piece begins in the file; at most the draft's length
   * @return where it ended
   * @throws IOException also when it would make the file longer than the model is
   */
  long append(InputStream piece, long start, Transfer transfer) throws IOException {
    long length = length();
    if (start > length) {
      throw new IllegalArgumentException("a piece at " + start + " leaves a gap after " + length);
    }
    long position = start + skip(piece, length - start);
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] block = new byte[BLOCK_BYTES];
      for (int read = piece.read(block); read >= 0; read = piece.read(block)) {
        if (position + read > file.bytes()) {
          throw new IOException("it is longer than " + file.bytes() + " bytes");
        }
        out.write(block, 0, read);
        position += read;
        transfer.at(position);
      }
    }
    return position;
  }

  private static long skip(InputStream piece, long bytes) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    long skipped = 0;
    while (skipped < bytes) {
      int read = piece.read(block, 0, (int) Math.min(block.length, bytes - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }

  /** Where the parts end that have come whole, in order. */
  List<Long> ends() throws IOException {
    return Files.exists(ends)
        ? Files.readAllLines(ends).stream().map(Long::valueOf).toList()
        : List.of();
  }

  void addEnd(long end) throws IOException {
    Files.writeString(ends, end + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Moves it to where it belongs, if it is the model; else drops it. */
  boolean finish(Path place) throws IOException {
    boolean right = sha256(path).equals(file.sha256());
    if (right) {
      // On the disk before its name says that it is whole.
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(path, place, StandardCopyOption.ATOMIC_MOVE);
    }
    discard();
    return right;
  }

  void discard() throws IOException {
    Files.deleteIfExists(path);
    Files.deleteIfExists(ends);
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[BLOCK_BYTES];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
