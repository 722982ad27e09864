package dev.ratchet.faiss;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A store as a file: the format's number, a mark, the entries by slot, the index as FAISS writes
 * it, where that begins, and a checksum of all before. The checksum is against what breaks, not
 * against who forges: the folder is its owner's.
 */
final class IndexFile {
  private static final long FORMAT = 0x5241_5443_4845_5401L;
  private static final int BUFFER_BYTES = 1 << 16;

  private IndexFile() {}

  record Restored(Contents contents, String mark) {}

  /**
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws IOException when it is not what was written, and what is wrong
   */
  static Restored read(Path file, FaissSettings settings) throws IOException {
    long indexAt = checkedIndexAt(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      if (in.readLong() != FORMAT) {
        throw new IOException("its format is another version's");
      }
      String mark = EntryCodec.readText(in);
      Entries entries = EntryCodec.read(in);
      return new Restored(
          new Contents(settings, entries, index(file, indexAt, settings, entries)), mark);
    }
  }

  private static @Nullable VectorIndex index(
      Path file, long indexAt, FaissSettings settings, Entries entries) throws IOException {
    if (entries.slots() == 0) {
      return null;
    }
    VectorIndex index;
    try {
      index = VectorIndex.read(file, indexAt, settings);
    } catch (RuntimeException refused) {
      throw new IOException("FAISS does not read it: " + refused.getMessage(), refused);
    }
    if (index.size() != entries.slots()) {
      index.close();
      throw new IOException("it has other numbers of vectors and of entries");
    }
    return index;
  }

  private static long checkedIndexAt(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long checkedBytes = channel.size() - Long.BYTES;
      if (checkedBytes < 2 * Long.BYTES) {
        throw new IOException("it is cut off");
      }
      if (checksum(channel, checkedBytes) != number(channel, checkedBytes)) {
        throw new IOException("its checksum is wrong");
      }
      return number(channel, checkedBytes - Long.BYTES);
    }
  }

  private static long number(FileChannel channel, long at) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    if (channel.read(number, at) != Long.BYTES) {
      throw new EOFException("it is cut off");
    }
    return number.flip().getLong();
  }

  private static long checksum(FileChannel channel, long bytes) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    for (long at = 0; at < bytes; ) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, bytes - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException("it is cut off");
      }
      checksum.update(buffer.flip());
      at += read;
    }
    return checksum.getValue();
  }

  /** Writes beside the file, and puts that in its place when it is whole. */
  static final class Writing implements AutoCloseable {
    private final Path file;
    private final Path draft;

    Writing(Path file) throws IOException {
      this.file = file.toAbsolutePath();
      // By its process: another one may be saving too. What a killed one leaves, the next with its
      // number takes up.
      this.draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
      Files.createDirectories(this.file.getParent());
      Files.deleteIfExists(draft);
      // It holds what people said.
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Needs that nobody changes the contents. */
    void write(Contents contents, String mark) throws IOException {
      try (DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(draft), BUFFER_BYTES))) {
        out.writeLong(FORMAT);
        EntryCodec.write(out, mark);
        EntryCodec.write(out, contents.entries());
      }
      long indexAt = Files.size(draft);
      VectorIndex index = contents.index();
      if (index != null) {
        index.appendTo(draft);
      }
      append(indexAt);
    }

    private void append(long number) throws IOException {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.APPEND)) {
        channel.write(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
      }
    }

    void commit() throws IOException {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.READ)) {
        append(checksum(channel, channel.size()));
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(draft);
    }
  }
}
