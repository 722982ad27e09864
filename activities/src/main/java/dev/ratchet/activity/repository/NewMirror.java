package dev.ratchet.activity.repository;

import dev.ratchet.activity.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/**
 * Makes a mirror as a whole: half of one, as a full disk leaves it, could be neither opened nor
 * made again.
 */
final class NewMirror {
  private NewMirror() {}

  static void make(Path folder) throws IOException {
    Path draft = folder.resolveSibling(folder.getFileName() + ".new-" + UUID.randomUUID());
    Files.createDirectories(draft);
    try {
      try (FileRepository repository = new FileRepository(draft.toFile())) {
        repository.create(true);
      }
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Somebody may have been first: theirs counts.
      if (!Files.exists(folder.resolve("HEAD"))) {
        throw e;
      }
    } finally {
      Sandboxes.delete(draft);
    }
  }
}
