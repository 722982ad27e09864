package dev.ratchet.activity.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * Copies a commit with all that it needs into another repository, as one pack. Unlike a fetch there
 * it leaves nothing else behind: no FETCH_HEAD, no ref, no run of its garbage collection.
 */
final class ObjectCopy {
  private ObjectCopy() {}

  static void bring(Mirror mirror, Repository repository, String commit) throws IOException {
    ObjectId wanted = ObjectId.fromString(commit);
    if (repository.getObjectDatabase().has(wanted)) {
      return;
    }
    // On our disk first: a full one there is found out before anything of it is in their refs.
    Path pack = Files.createTempFile("ratchet", ".pack");
    try {
      try (PackWriter writer = new PackWriter(mirror.repository());
          OutputStream out = Files.newOutputStream(pack)) {
        writer.setThin(false);
        writer.preparePack(
            NullProgressMonitor.INSTANCE, Set.of(wanted), shared(mirror, repository));
        writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
      }
      try (InputStream in = Files.newInputStream(pack);
          ObjectInserter inserter = repository.newObjectInserter()) {
        inserter.newPackParser(in).parse(NullProgressMonitor.INSTANCE);
        inserter.flush();
      }
    } finally {
      Files.delete(pack);
    }
  }

  /** What both have: it need not be sent. */
  private static Set<ObjectId> shared(Mirror mirror, Repository repository) throws IOException {
    Set<ObjectId> shared = new HashSet<>();
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix("refs/heads/")) {
      ObjectId id = ref.getObjectId();
      if (id != null && mirror.repository().getObjectDatabase().has(id)) {
        shared.add(id);
      }
    }
    return shared;
  }
}
