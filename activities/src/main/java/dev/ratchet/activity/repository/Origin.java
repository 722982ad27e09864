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
import java.util.stream.Stream;
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
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** The target repository, local or remote, as its owner keeps it. */
final class Origin {
  static final String HEADS = "refs/remotes/origin/";

  private final String location;

  Origin(String location) {
    this.location = location;
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
    try (Transport transport = Transport.open(mirror.repository(), uri())) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setRemoveDeletedRefs(true);
      FetchResult result =
          transport.fetch(
              NullProgressMonitor.INSTANCE, List.of(new RefSpec("+refs/heads/*:" + HEADS + "*")));
      var head = result.getAdvertisedRef("HEAD");
      return head == null ? Optional.empty() : Optional.of(currentBranch(result, head));
    } catch (TransportException e) {
      if (String.valueOf(e.getMessage()).contains("Nothing to fetch")) {
        return Optional.empty();
      }
      throw new Unusable("unreachable", "cannot fetch from " + location + ": " + e.getMessage());
    } catch (NotSupportedException e) {
      throw new Unusable("unreachable", location + " is no Git address that is understood");
    }
  }

  private static String currentBranch(FetchResult result, Ref head) {
    String name = head.isSymbolic() ? head.getTarget().getName() : "HEAD";
    if (name.startsWith("refs/heads/")) {
      return name.substring("refs/heads/".length());
    }
    ObjectId tip = Objects.requireNonNull(head.getObjectId());
    return result.getAdvertisedRefs().stream()
        .filter(ref -> ref.getName().startsWith("refs/heads/"))
        .filter(ref -> tip.equals(ref.getObjectId()))
        .map(ref -> ref.getName().substring("refs/heads/".length()))
        .findFirst()
        .orElse("HEAD");
  }

  private URIish uri() throws Unusable {
    try {
      return local() ? path(gitFolder()) : new URIish(location);
    } catch (URISyntaxException e) {
      throw new Unusable("not-a-repository", location + " is no Git address that is understood");
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

  /** The work tree that has the branch checked out, if there is one. */
  Optional<Path> checkedOut(String branch) throws Unusable {
    if (!local()) {
      return Optional.empty();
    }
    String head = "ref: refs/heads/" + branch;
    try (Repository repository = open()) {
      Path common = repository.getCommonDirectory().toPath();
      if (!repository.isBare() && head.equals(firstLine(common.resolve("HEAD")))) {
        return Optional.ofNullable(common.toAbsolutePath().getParent());
      }
      Path linked = common.resolve("worktrees");
      if (!Files.isDirectory(linked)) {
        return Optional.empty();
      }
      try (Stream<Path> trees = Files.list(linked)) {
        return trees
            .filter(tree -> head.equals(firstLine(tree.resolve("HEAD"))))
            .map(tree -> Path.of(firstLine(tree.resolve("gitdir"))))
            .map(file -> file.getParent() == null ? file : file.getParent())
            .findFirst();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the work trees of " + location, e);
    }
  }

  private static String firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (IOException e) {
      return "";
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
      OwnedBy owner = OwnedBy.of(repository.getDirectory().toPath());
      try {
        if (to != null && !repository.getObjectDatabase().has(ObjectId.fromString(to))) {
          bring(mirror, repository, branch);
        }
        if (!Refs.move(repository, "refs/heads/" + branch, expected, to, "ratchet: improvements")) {
          throw new Refused(
              true, "the branch " + branch + " of " + location + " was moved meanwhile");
        }
      } finally {
        owner.give(repository.getCommonDirectory().toPath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + location, e);
    }
  }

  /** Copies the objects that the mirror's branch needs, under a name that is taken away again. */
  private static void bring(Mirror mirror, Repository repository, String branch)
      throws IOException, Unusable {
    String incoming = "refs/ratchet/incoming";
    try (Transport transport =
        Transport.open(repository, path(mirror.repository().getDirectory()))) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.fetch(
          NullProgressMonitor.INSTANCE,
          List.of(new RefSpec("+refs/heads/" + branch + ":" + incoming)));
    } finally {
      var update = repository.updateRef(incoming);
      update.setForceUpdate(true);
      update.delete();
    }
  }

  private void push(Mirror mirror, String branch, @Nullable String expected, @Nullable String to)
      throws Refused, Unusable {
    String name = "refs/heads/" + branch;
    try (Transport transport = Transport.open(mirror.repository(), uri())) {
      RemoteRefUpdate update =
          new RemoteRefUpdate(
              mirror.repository(),
              null,
              to == null ? ObjectId.zeroId() : ObjectId.fromString(to),
              name,
              true,
              null,
              expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected));
      PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
      RemoteRefUpdate.Status status = result.getRemoteUpdate(name).getStatus();
      switch (status) {
        case OK, UP_TO_DATE, NON_EXISTING -> {}
        case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD ->
            throw new Refused(
                true, "the branch " + branch + " of " + location + " was moved meanwhile");
        default ->
            throw new Refused(false, location + " refuses the push of " + branch + ": " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot push to " + location, e);
    }
  }
}
