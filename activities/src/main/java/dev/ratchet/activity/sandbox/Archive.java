package dev.ratchet.activity.sandbox;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks what comes out of a sandbox, which is not to be trusted: plain files and folders only,
 * below one folder, within limits.
 */
final class Archive {
  /** More than a large multi-module build leaves, less than would fill an inode table. */
  private static final int MOST_ENTRIES = 200_000;

  /** Room for long names, and for the padding before a header. */
  private static final long LARGEST_HEADER = 1 << 20;

  private Archive() {}

  /**
   * @param maxBytes of all files together; what is more is left out
   * @throws IOException when the stream is no archive, or the disk refuses
   */
  static void unpack(InputStream in, Path folder, long maxBytes) throws IOException {
    Files.createDirectories(folder);
    Path root = folder.toRealPath();
    long left = maxBytes;
    Metered metered = new Metered(new BufferedInputStream(in, 1 << 16));
    TarArchiveInputStream tar = new TarArchiveInputStream(metered);
    for (int entries = 0; entries < MOST_ENTRIES; entries++) {
      metered.allow(LARGEST_HEADER);
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry == null) {
        break;
      }
      metered.allow(Long.MAX_VALUE);
      if (entry.isSparse()) {
        // Ours has none, and its zeros would be made for as long as it says.
        break;
      }
      Path place = root.resolve(entry.getName().replaceFirst("^/+", "")).normalize();
      if (!place.startsWith(root) || place.equals(root)) {
        tar.transferTo(OutputStream.nullOutputStream());
      } else if (entry.isDirectory()) {
        Files.createDirectories(place);
      } else if (entry.isFile() && entry.getSize() <= left) {
        Files.createDirectories(place.getParent());
        left -= entry.getSize();
        try (OutputStream out = Files.newOutputStream(place)) {
          tar.transferTo(out);
        }
      } else {
        tar.transferTo(OutputStream.nullOutputStream());
      }
    }
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Ends an archive that would be read into memory without end: names of a gigabyte, say. */
  private static final class Metered extends FilterInputStream {
    private long left;

    Metered(InputStream in) {
      super(in);
    }

    void allow(long bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      count(n);
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(n);
      count(skipped);
      return skipped;
    }

    private void count(long n) throws IOException {
      left -= Math.max(0, n);
      if (left < 0) {
        throw new IOException("the archive has a header of more than " + LARGEST_HEADER + " bytes");
      }
    }
  }
}
