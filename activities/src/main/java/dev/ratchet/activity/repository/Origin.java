package dev.ratchet.activity.repository;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** The target repository, local or remote, as its owner keeps it. */
final class Origin {
  static final String HEADS = "refs/remotes/origin/";

  private static final String BRANCHES = "refs/heads/";

  /** Longest silence of a remote: long enough for a server that packs a large repository. */
  private static final int TIMEOUT_SECONDS = 120;

  private final String location;

  Origin(String location) {
    this.location = location.startsWith("file:") ? pathOf(location) : location;
  }

  /** A file URL as a path, so that all that protects a local repository holds for it too. */
  private static String pathOf(String url) {
    try {
      return new URIish(url).getPath();
    } catch (URISyntaxException e) {
      return url;
    }
  }

  /** The location as it may be shown: without what stands for a password in an URL. */
  String name() {
    return location.replaceFirst("(://)[^/@]*@", "$1");
  }

  /**
   * The repository is not there, or not what it should be; the message says what would be right.
   */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;
    private final String code;
    private final String why;

    Unusable(String code, String why) {
      super(why);
      this.code = code;
      this.why = why;
    }

    String why() {
      return why;
    }

    String code() {
      return code;
    }
  }

  /** A refusal to change the repository. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean moved;

    Refused(boolean moved, String message) {
      super(message);
      this.moved = moved;
    }

    /** Whether the reason is that the branch is elsewhere. */
    boolean moved() {
      return moved;
    }
  }

  private boolean local() {
    return !location.contains("://") && !location.matches("[\\w.-]+@[\\w.-]+:.*");
  }

  /**
   * Fetches all branches into the mirror below {@link #HEADS}.
   *
   * @return the short name of the repository's current branch; empty when it has no commit
   */
  Optional<String> fetch(Mirror mirror) throws Unusable {
    Set<ObjectId> ends = local() ? ends() : Set.of();
    try (Transport transport = Transport.open(mirror.repository(), uri())) {
      transport.setTimeout(TIMEOUT_SECONDS);
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setRemoveDeletedRefs(true);
      FetchResult result =
          transport.fetch(
              NullProgressMonitor.INSTANCE, List.of(new RefSpec("+refs/heads/*:" + HEADS + "*")));
      updated(result);
      mirror.endAt(ends);
      Ref head = result.getAdvertisedRef("HEAD");
      boolean empty =
          result.getAdvertisedRefs().stream().noneMatch(ref -> ref.getName().startsWith(BRANCHES));
      if (head == null) {
        return empty ? Optional.empty() : Optional.of("HEAD");
      }
      return Optional.of(currentBranch(result, head));
    } catch (TransportException e) {
      if (String.valueOf(e.getMessage()).contains("Nothing to fetch")) {
        return Optional.empty();
      }
      throw new Unusable("unreachable", "cannot fetch from " + name() + ": " + e.getMessage());
    } catch (NotSupportedException e) {
      throw new Unusable("unreachable", name() + " is no Git address that is understood");
    }
  }

  /** Where a shallow clone's history ends. */
  private Set<ObjectId> ends() throws Unusable {
    try (Repository repository = open()) {
      String hash = repository.getConfig().getString("extensions", null, "objectformat");
      if (hash != null && !hash.equalsIgnoreCase("sha1")) {
        throw new Unusable(
            "unknown-format",
            location + " names its objects by " + hash + "; Ratchet can read and write SHA-1 only");
      }
      return repository.getObjectDatabase().getShallowCommits();
    } catch (IOException e) {
      throw new Unusable("not-a-repository", location + " cannot be read: " + e.getMessage());
    }
  }

  /** A branch that could not be noted would be an old one to all that follows. */
  private static void updated(FetchResult result) {
    for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
      switch (update.getResult()) {
        case LOCK_FAILURE, IO_FAILURE, REJECTED, REJECTED_OTHER_REASON, REJECTED_MISSING_OBJECT ->
            throw new IllegalStateException(
                "cannot note " + update.getRemoteName() + ": " + update.getResult());
        default -> {}
      }
    }
  }

  private static String currentBranch(FetchResult result, Ref head) {
    String name = head.isSymbolic() ? head.getTarget().getName() : "HEAD";
    if (name.startsWith(BRANCHES)) {
      return name.substring(BRANCHES.length());
    }
    ObjectId tip = Objects.requireNonNull(head.getObjectId());
    return result.getAdvertisedRefs().stream()
        .filter(ref -> ref.getName().startsWith(BRANCHES))
        .filter(ref -> tip.equals(ref.getObjectId()))
        .map(ref -> ref.getName().substring(BRANCHES.length()))
        .findFirst()
        .orElse("HEAD");
  }

  private URIish uri() throws Unusable {
    try {
      return local() ? path(gitFolder()) : new URIish(location);
    } catch (URISyntaxException e) {
      throw new Unusable("not-a-repository", name() + " is no Git address that is understood");
    }
  }

  /** A path as it is: not an URL, in which some characters would have to be escaped. */
  private static URIish path(File folder) {
    return new URIish().setPath(folder.getAbsolutePath());
  }

  private File gitFolder() throws Unusable {
    Path path = Path.of(location);
    if (!Files.isDirectory(path)) {
      throw new Unusable(
          "not-a-repository", path + " is not a folder; give the path of a Git repository");
    }
    if (!Files.isReadable(path)) {
      throw new Unusable("not-readable", path + " cannot be read by the user that Ratchet runs as");
    }
    File folder = FileKey.resolve(path.toFile(), FS.DETECTED);
    if (folder == null && Files.isRegularFile(path.resolve(".git"))) {
      folder = new FileRepositoryBuilder().findGitDir(path.toFile()).getGitDir();
    }
    if (folder == null) {
      File around = new FileRepositoryBuilder().findGitDir(path.toFile()).getGitDir();
      if (around != null) {
        throw new Unusable(
            "not-a-repository",
            path + " is a folder within the repository " + around.getParent() + "; give that path");
      }
      throw new Unusable(
          "not-a-repository",
          path + " is not a Git repository; run 'git init' and commit there, or give another path");
    }
    return folder;
  }

  private Repository open() throws Unusable {
    try {
      return new FileRepositoryBuilder().setGitDir(gitFolder()).setMustExist(true).build();
    } catch (IOException e) {
      throw new Unusable("not-a-repository", location + " cannot be opened: " + e.getMessage());
    }
  }

  /** The work tree that has the branch checked out, or works on it, if there is one. */
  Optional<Path> checkedOut(String branch) throws Unusable {
    if (!local()) {
      return Optional.empty();
    }
    try (Repository repository = open()) {
      return WorkTrees.of(repository).holding(branch);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the work trees of " + location, e);
    }
  }

  /**
   * Moves a branch if it is where it is expected.
   *
   * @param expected null: must not exist
   * @param to null: delete; its objects must be reachable from the mirror's branch of the same name
   */
  void move(Mirror mirror, String branch, @Nullable String expected, @Nullable String to)
      throws Refused, Unusable {
    Optional<Path> tree = checkedOut(branch);
    if (tree.isPresent()) {
      throw new Refused(
          false,
          "the branch "
              + branch
              + " is checked out in "
              + tree.get()
              + "; check out another branch there, or set another one for improvements in ratchet.yml");
    }
    if (local()) {
      moveLocal(mirror, branch, expected, to);
    } else {
      push(mirror, branch, expected, to);
    }
  }

  private void moveLocal(
      Mirror mirror, String branch, @Nullable String expected, @Nullable String to)
      throws Refused, Unusable {
    try (Repository repository = open()) {
      Path folder = repository.getCommonDirectory().toPath();
      OwnedBy owner = OwnedBy.of(folder);
      Optional<Path> link = owner.linkInTheWay(folder, BRANCHES + branch);
      if (link.isPresent()) {
        throw new Refused(
            false, link.get() + " is a symbolic link; as root Ratchet does not write through it");
      }
      try {
        if (to != null) {
          ObjectCopy.bring(mirror, repository, to);
        }
        if (!Refs.move(repository, BRANCHES + branch, expected, to, "ratchet: improvements")) {
          throw new Refused(
              true, "the branch " + branch + " of " + location + " was moved meanwhile");
        }
      } finally {
        owner.give(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + location, e);
    }
  }

  private void push(Mirror mirror, String branch, @Nullable String expected, @Nullable String to)
      throws Refused, Unusable {
    String ref = BRANCHES + branch;
    try (Transport transport = Transport.open(mirror.repository(), uri())) {
      transport.setTimeout(TIMEOUT_SECONDS);
      RemoteRefUpdate update =
          new RemoteRefUpdate(
              mirror.repository(),
              null,
              to == null ? ObjectId.zeroId() : ObjectId.fromString(to),
              ref,
              true,
              null,
              expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected));
      PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
      RemoteRefUpdate.Status status = result.getRemoteUpdate(ref).getStatus();
      switch (status) {
        case OK, UP_TO_DATE, NON_EXISTING -> {}
        case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD ->
            throw new Refused(
                true, "the branch " + branch + " of " + name() + " was moved meanwhile");
        default ->
            throw new Refused(false, name() + " refuses the push of " + branch + ": " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot push to " + name(), e);
    }
  }
}
