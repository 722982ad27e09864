package dev.ratchet.activity.sandbox;

import java.io.BufferedInputStream;
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

  private Archive() {}

  /**
   * @param maxBytes of all files together; what is more is left out
   * @throws IOException when the stream is no archive, or the disk refuses
   */
  static void unpack(InputStream in, Path folder, long maxBytes) throws IOException {
    Files.createDirectories(folder);
    Path root = folder.toRealPath();
    long left = maxBytes;
    TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(in, 1 << 16));
    int entries = 0;
    for (TarArchiveEntry entry = tar.getNextEntry();
        entry != null && entries < MOST_ENTRIES;
        entry = tar.getNextEntry(), entries++) {
      Path place = root.resolve(entry.getName().replaceFirst("^/+", "")).normalize();
      if (!place.startsWith(root) || place.equals(root)) {
        continue;
      }
      if (entry.isDirectory()) {
        Files.createDirectories(place);
      } else if (entry.isFile() && entry.getSize() <= left && !entry.isSparse()) {
        Files.createDirectories(place.getParent());
        left -= entry.getSize();
        try (OutputStream out = Files.newOutputStream(place)) {
          tar.transferTo(out);
        }
      }
    }
    in.transferTo(OutputStream.nullOutputStream());
  }
}
