package dev.ratchet.activity.repository;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The bare repository in which Ratchet does all its Git work on one target; nothing here touches
 * the target repository. Errors of the disk are UncheckedIOException. Thread-safe as far as JGit
 * is: refs change by compare-and-swap.
 */
public final class Mirror implements AutoCloseable {
  private static final String AUTHOR = "Ratchet";
  private static final String EMAIL = "ratchet@localhost";

  private final Repository repository;

  private Mirror(Repository repository) {
    this.repository = repository;
  }

  /** Opens the mirror in the folder, making it when it is not there. */
  public static Mirror open(Path folder) {
    IsolatedGit.install();
    try {
      if (!Files.exists(folder.resolve("HEAD"))) {
        NewMirror.make(folder);
      }
      FileRepository repository = new FileRepository(folder.toFile());
      // A clean-up in the background would take commits that no ref names yet.
      repository.getConfig().setInt("gc", null, "auto", 0);
      repository.getConfig().setInt("gc", null, "autopacklimit", 0);
      return new Mirror(repository);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the mirror " + folder, e);
    }
  }

  Repository repository() {
    return repository;
  }

  /** The commit's tree id. */
  public String tree(String commit) {
    return withWalk(walk -> walk.parseCommit(ObjectId.fromString(commit)).getTree().name());
  }

  /** The commit's first parent. */
  public String parent(String commit) {
    return withWalk(walk -> walk.parseCommit(ObjectId.fromString(commit)).getParent(0).name());
  }

  /** Takes over where the origin's history ends; it may have been longer before. */
  void endAt(Set<ObjectId> commits) {
    if (commits.isEmpty()) {
      return;
    }
    try {
      repository.getObjectDatabase().setShallowCommits(commits);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note where the history ends", e);
    }
  }

  /** When the commit was made, in whole seconds. */
  Instant time(String commit) {
    return withWalk(
        walk ->
            Instant.ofEpochSecond(walk.parseCommit(ObjectId.fromString(commit)).getCommitTime()));
  }

  /** Whether the first commit can be reached from the second one. */
  public boolean isAncestor(String ancestor, String descendant) {
    return withWalk(
        walk ->
            walk.isMergedInto(
                walk.parseCommit(ObjectId.fromString(ancestor)),
                walk.parseCommit(ObjectId.fromString(descendant))));
  }

  /** The regular files of a commit with their blob ids, sorted by path. */
  public Map<String, String> files(String commit) {
    Map<String, String> files = new TreeMap<>();
    walkFiles(
        commit,
        (walk, mode) -> {
          if (FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode)) {
            files.put(walk.getPathString(), walk.getObjectId(0).name());
          }
        });
    return files;
  }

  /** Where the commit has other repositories in it. */
  List<String> submodules(String commit) {
    List<String> paths = new ArrayList<>();
    walkFiles(
        commit,
        (walk, mode) -> {
          if (FileMode.GITLINK.equals(mode)) {
            paths.add(walk.getPathString());
          }
        });
    return paths;
  }

  /** A file's content; empty when the commit has no such file. */
  public Optional<byte[]> read(String commit, String path) {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit parsed = walk.parseCommit(ObjectId.fromString(commit));
      try (TreeWalk found = TreeWalk.forPath(repository, path, parsed.getTree())) {
        if (found == null || found.getFileMode(0).getObjectType() != Constants.OBJ_BLOB) {
          return Optional.empty();
        }
        return Optional.of(repository.open(found.getObjectId(0)).getBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " at " + commit, e);
    }
  }

  /**
   * Writes the commit's files to a folder as they are, without filters. Left out and named in the
   * result are submodules, symbolic links to anything but a file or folder within, and what no
   * checkout may contain.
   */
  public List<String> export(String commit, Path folder) {
    Export export = new Export(repository, folder);
    walkFiles(commit, export::add);
    return export.finish();
  }

  interface FileVisitor {
    void visit(TreeWalk walk, FileMode mode) throws IOException;
  }

  private void walkFiles(String commit, FileVisitor visitor) {
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(commits.parseCommit(ObjectId.fromString(commit)).getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        visitor.visit(walk, walk.getFileMode(0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the files of " + commit, e);
    }
  }

  /**
   * Commits changed contents of existing files on a base. The same arguments give the same commit.
   *
   * @param at author and committer date, taken in whole seconds
   */
  public String commit(String base, Map<String, byte[]> contents, String message, Instant at) {
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      RevCommit parent = walk.parseCommit(ObjectId.fromString(base));
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, parent.getTree());
      builder.finish();
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        DirCacheEntry entry = index.getEntry(content.getKey());
        if (entry == null) {
          throw new IllegalArgumentException(content.getKey() + " is not in " + base);
        }
        entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, content.getValue()));
      }
      return insertCommit(inserter, index.writeTree(inserter), List.of(parent), message, at);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot commit on " + base, e);
    }
  }

  /** Commits a tree that is there already. */
  String commitTree(ObjectId tree, List<ObjectId> parents, String message, Instant at) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      return insertCommit(inserter, tree, parents, message, at);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot commit a tree", e);
    }
  }

  private static String insertCommit(
      ObjectInserter inserter,
      ObjectId tree,
      List<? extends ObjectId> parents,
      String message,
      Instant at)
      throws IOException {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentIds(List.copyOf(parents));
    PersonIdent who =
        new PersonIdent(AUTHOR, EMAIL, Instant.ofEpochSecond(at.getEpochSecond()), ZoneOffset.UTC);
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setEncoding(StandardCharsets.UTF_8);
    commit.setMessage(message);
    ObjectId id = inserter.insert(commit);
    inserter.flush();
    return id.name();
  }

  /** Paths that differ between two commits, sorted. */
  public List<String> changedFiles(String from, String to) {
    List<String> paths = new ArrayList<>();
    for (DiffEntry entry : scan(from, to)) {
      paths.add(
          entry.getChangeType() == DiffEntry.ChangeType.DELETE
              ? entry.getOldPath()
              : entry.getNewPath());
    }
    return paths.stream().sorted().distinct().toList();
  }

  private List<DiffEntry> scan(String from, String to) {
    try (DiffFormatter formatter = new DiffFormatter(new ByteArrayOutputStream())) {
      formatter.setRepository(repository);
      return formatter.scan(ObjectId.fromString(tree(from)), ObjectId.fromString(tree(to)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare " + from + " with " + to, e);
    }
  }

  /** The difference as a unified diff, in the bytes of the files. */
  public byte[] diff(String from, String to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.setRepository(repository);
      formatter.format(ObjectId.fromString(tree(from)), ObjectId.fromString(tree(to)));
      formatter.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare " + from + " with " + to, e);
    }
  }

  /** Where a ref points; empty when it is not there. */
  public Optional<String> ref(String name) {
    try {
      return Optional.ofNullable(repository.exactRef(name))
          .map(Ref::getObjectId)
          .map(ObjectId::name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  List<Ref> refs(String prefix) {
    try {
      return repository.getRefDatabase().getRefsByPrefix(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read refs below " + prefix, e);
    }
  }

  /**
   * Moves a ref if it is where it is expected.
   *
   * @param expected null: must not exist
   * @param to null: delete
   * @return whether it was moved; false leaves everything as it was
   */
  boolean move(String name, @Nullable String expected, @Nullable String to) {
    return Refs.move(repository, name, expected, to, "ratchet");
  }

  /** Sets a ref of Ratchet's own, whatever it was. */
  void set(String name, ObjectId to) {
    try {
      RefUpdate update = repository.updateRef(name);
      update.setNewObjectId(to);
      update.setForceUpdate(true);
      Refs.check(update.forceUpdate(), name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set " + name, e);
    }
  }

  ObjectId insertBlob(byte[] content) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
      inserter.flush();
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store a blob", e);
    }
  }

  byte[] blob(ObjectId id) {
    try {
      return repository.open(id, Constants.OBJ_BLOB).getBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + id.name(), e);
    }
  }

  interface WalkAction<T> {
    T run(RevWalk walk) throws IOException;
  }

  private <T> T withWalk(WalkAction<T> action) {
    try (RevWalk walk = new RevWalk(repository)) {
      return action.run(walk);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a commit of " + repository.getDirectory(), e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
