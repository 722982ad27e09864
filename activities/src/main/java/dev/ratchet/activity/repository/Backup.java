package dev.ratchet.activity.repository;

import dev.ratchet.platform.object.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.BundleWriter;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TransportBundleStream;
import org.eclipse.jgit.transport.URIish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles of what only the mirror holds (Ratchet's refs, notes and unpublished commits) in the
 * object store, so that a lost mirror can be rebuilt from the origin and the latest bundle. The
 * newest few digests stand in a file beside the mirrors.
 */
final class Backup {
  /** Enough to survive a damaged one. */
  private static final int KEPT = 3;

  private static final Logger log = LoggerFactory.getLogger(Backup.class);

  private final ObjectStore objects;
  private final Path pointer;

  Backup(ObjectStore objects, Path pointer) {
    this.objects = objects;
    this.pointer = pointer;
  }

  /** Whether there is a backup that this mirror has neither made nor taken in. */
  boolean ahead(Mirror mirror) {
    return Files.exists(pointer) && !Files.exists(mark(mirror));
  }

  /** In the mirror: it is lost with it. */
  private static Path mark(Mirror mirror) {
    return mirror.repository().getDirectory().toPath().resolve("ratchet-backed-up");
  }

  /**
   * @throws IllegalStateException while the mirror lacks what the backup holds: what it has would
   *     push that out
   */
  void save(Mirror mirror) {
    if (ahead(mirror)) {
      throw new IllegalStateException(
          "the mirror was lost; the next run on the target restores it from " + pointer);
    }
    try {
      List<Ref> refs = new ArrayList<>(mirror.refs(Ledger.PREFIX));
      refs.removeIf(ref -> ref.getName().equals(Ledger.LOCK));
      refs.addAll(mirror.refs(Ledger.NOTES));
      refs.addAll(mirror.refs("refs/heads/"));
      if (refs.isEmpty()) {
        return;
      }
      String digest = objects.put(bundle(mirror, refs));
      List<String> digests = new ArrayList<>(digests());
      if (digests.contains(digest)) {
        return;
      }
      objects.keep(digest);
      digests.addFirst(digest);
      while (digests.size() > KEPT) {
        objects.release(digests.removeLast());
      }
      Path draft = pointer.resolveSibling(pointer.getFileName() + ".new");
      Files.write(draft, digests);
      Files.writeString(mark(mirror), "");
      Files.move(draft, pointer, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot back up " + pointer, e);
    }
  }

  private static byte[] bundle(Mirror mirror, List<Ref> refs) throws IOException {
    BundleWriter writer = new BundleWriter(mirror.repository());
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      for (Ref published : mirror.refs(Origin.HEADS)) {
        RevCommit commit = walk.parseCommit(published.getObjectId());
        writer.assume(commit);
      }
    }
    refs.forEach(ref -> writer.include(ref.getName(), ref.getObjectId()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeBundle(NullProgressMonitor.INSTANCE, out);
    return out.toByteArray();
  }

  private List<String> digests() throws IOException {
    return Files.exists(pointer) ? Files.readAllLines(pointer) : List.of();
  }

  /**
   * Brings back what the newest usable bundle holds; the origin must have been fetched before.
   *
   * @throws Origin.Unusable when there are bundles and none can be used
   */
  void restore(Mirror mirror) throws Origin.Unusable {
    try {
      for (String digest : digests()) {
        Optional<byte[]> bundle = objects.get(digest);
        if (bundle.isPresent() && unbundled(mirror, bundle.get())) {
          Files.writeString(mark(mirror), "");
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restore from the backup beside " + pointer, e);
    }
    throw new Origin.Unusable(
        "lost-mirror",
        "the mirror is lost and no backup fits the repository as it is now; bring the object store"
            + " back, or delete "
            + pointer
            + " to go on without what Ratchet knew of this target");
  }

  /** False when it is damaged or builds on commits that the origin no longer has. */
  private static boolean unbundled(Mirror mirror, byte[] bundle) {
    try {
      unbundle(mirror, bundle);
      return true;
    } catch (IOException | URISyntaxException e) {
      log.warn("backup=unusable cause={}", e.toString());
      return false;
    }
  }

  private static void unbundle(Mirror mirror, byte[] bundle)
      throws IOException, URISyntaxException {
    try (TransportBundleStream transport =
        new TransportBundleStream(
            mirror.repository(), new URIish("backup.bundle"), new ByteArrayInputStream(bundle))) {
      transport.fetch(
          NullProgressMonitor.INSTANCE,
          List.of(
              new RefSpec("+refs/ratchet/*:refs/ratchet/*"),
              new RefSpec("+refs/notes/*:refs/notes/*"),
              new RefSpec("+refs/heads/*:refs/heads/*")));
    }
  }
}
