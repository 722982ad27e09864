package dev.ratchet.activity.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * The work trees of a repository, the main one and the linked ones. A branch is in use in one that
 * has it checked out and in one that is in the middle of rebasing or bisecting it.
 */
record WorkTrees(List<WorkTree> trees) {
  /** What a rebase or a bisection goes back to; a branch by its full or its short name. */
  private static final List<String> INTERRUPTED =
      List.of("rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START");

  /**
   * @param path where the files are
   * @param state where Git keeps what is checked out there
   * @param head content of HEAD
   */
  record WorkTree(Path path, Path state, String head) {
    boolean holds(String branch) {
      String name = "refs/heads/" + branch;
      return head.equals("ref: " + name)
          || INTERRUPTED.stream()
              .map(file -> firstLine(state.resolve(file)))
              .anyMatch(Set.of(name, branch)::contains);
    }
  }

  static WorkTrees of(Repository repository) throws IOException {
    Path common = repository.getCommonDirectory().toPath().toAbsolutePath();
    List<WorkTree> trees = new ArrayList<>();
    if (!repository.getConfig().getBoolean("core", "bare", false)) {
      Path parent = common.getParent();
      trees.add(new WorkTree(parent == null ? common : parent, common, head(repository, common)));
    }
    Path linked = common.resolve("worktrees");
    if (Files.isDirectory(linked)) {
      try (Stream<Path> states = Files.list(linked)) {
        states.forEach(
            state ->
                trees.add(new WorkTree(place(state), state, firstLine(state.resolve("HEAD")))));
      }
    }
    return new WorkTrees(List.copyOf(trees));
  }

  /** The file, except where refs lie in tables and the file is only there to mislead old Gits. */
  private static String head(Repository repository, Path common) throws IOException {
    String line = firstLine(common.resolve("HEAD"));
    if (!Files.isDirectory(common.resolve("reftable"))) {
      return line;
    }
    Ref head = repository.exactRef("HEAD");
    return head != null && head.isSymbolic() ? "ref: " + head.getTarget().getName() : line;
  }

  private static Path place(Path state) {
    Path file = Path.of(firstLine(state.resolve("gitdir")));
    return file.getParent() == null ? state : file.getParent();
  }

  Optional<Path> holding(String branch) {
    return trees.stream().filter(tree -> tree.holds(branch)).map(WorkTree::path).findFirst();
  }

  private static String firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (IOException e) {
      return "";
    }
  }
}
