package dev.ratchet.activity.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {
  private static final String BRANCH = "ratchet/improvements";
  private static final String FILE = "src/main/java/p/A.java";

  @TempDir Path temp;
  private GitFixture owner;
  private Mirror mirror;

  @BeforeEach
  void repositories() throws Exception {
    owner = new GitFixture(temp.resolve("owner")).project();
    mirror = Mirror.open(temp.resolve("mirror.git"));
  }

  private String change(Origin origin) throws Exception {
    origin.fetch(mirror);
    return mirror.commit(
        mirror.ref(Origin.HEADS + "main").orElseThrow(),
        Map.of(FILE, "package p;\n".getBytes(StandardCharsets.UTF_8)),
        "Change\n",
        Instant.EPOCH);
  }

  @Test
  void leavesNothingBesideTheBranchAndItsObjects() throws Exception {
    Origin origin = new Origin(owner.folder.toString());
    origin.move(mirror, BRANCH, null, change(origin));
    assertThat(owner.folder.resolve(".git/FETCH_HEAD")).doesNotExist();
    assertThat(owner.git("for-each-ref", "refs/ratchet")).isEmpty();
    assertThat(owner.git("fsck", "--strict", "--no-dangling")).isEmpty();
    assertThat(owner.git("count-objects", "-v")).contains("in-pack: 7");
  }

  @Test
  void publishesToABareRepositoryAndByAFileUrl() throws Exception {
    Path bare = temp.resolve("bare repository.git");
    owner.git("clone", "-q", "--bare", owner.folder.toString(), bare.toString());
    Origin origin = new Origin("file://" + bare.toString().replace(" ", "%20"));
    String commit = change(origin);
    origin.move(mirror, BRANCH, null, commit);
    assertThat(owner.git("--git-dir=" + bare, "rev-parse", BRANCH)).isEqualTo(commit);
    origin.move(mirror, BRANCH, commit, null);
    assertThat(owner.git("--git-dir=" + bare, "for-each-ref", "refs/heads/ratchet")).isEmpty();
  }

  @Test
  void aFileUrlIsNoWayAroundTheWorkTree() throws Exception {
    Origin origin = new Origin("file://" + owner.folder);
    String commit = change(origin);
    owner.git("checkout", "-q", "-b", BRANCH);
    assertThatThrownBy(() -> origin.move(mirror, BRANCH, owner.git("rev-parse", "HEAD"), commit))
        .isInstanceOf(Origin.Refused.class)
        .hasMessageContaining("checked out");
  }

  @Test
  void aBranchThatIsBeingRebasedIsInUse() throws Exception {
    Path state = Files.createDirectories(owner.folder.resolve(".git/rebase-merge"));
    Files.writeString(state.resolve("head-name"), "refs/heads/" + BRANCH + "\n");
    owner.git("checkout", "-q", "--detach");
    assertThat(new Origin(owner.folder.toString()).checkedOut(BRANCH)).contains(owner.folder);
    assertThat(new Origin(owner.folder.toString()).checkedOut("other")).isEmpty();
  }

  @Test
  void takesALinkedWorkTreeForItsRepository() throws Exception {
    Path linked = temp.resolve("linked");
    owner.git("worktree", "add", "-q", "-b", "side", linked.toString());
    Origin origin = new Origin(linked.toString());
    String commit = change(origin);
    origin.move(mirror, BRANCH, null, commit);
    assertThat(owner.git("rev-parse", BRANCH)).isEqualTo(commit);
    assertThat(origin.checkedOut("main")).contains(owner.folder);
  }

  @Test
  void readsPackedRefsAndAlternates() throws Exception {
    Path borrowed = temp.resolve("borrowed");
    owner.git("clone", "-q", "--shared", owner.folder.toString(), borrowed.toString());
    owner.git("-C", borrowed.toString(), "pack-refs", "--all");
    Origin origin = new Origin(borrowed.toString());
    String commit = change(origin);
    origin.move(mirror, BRANCH, null, commit);
    assertThat(owner.git("-C", borrowed.toString(), "rev-parse", BRANCH)).isEqualTo(commit);
    owner.git("-C", borrowed.toString(), "pack-refs", "--all");
    origin.move(mirror, BRANCH, commit, null);
    assertThat(owner.git("-C", borrowed.toString(), "for-each-ref", "refs/heads/ratchet"))
        .isEmpty();
  }

  @Test
  void runsNoHookAndNoFilterOfTheTarget() throws Exception {
    Path ran = temp.resolve("ran");
    for (String hook :
        new String[] {"reference-transaction", "update", "pre-receive", "post-update"}) {
      Path file = owner.folder.resolve(".git/hooks").resolve(hook);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\ntouch '" + ran + "'\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Origin origin = new Origin(owner.folder.toString());
    origin.move(mirror, BRANCH, null, change(origin));
    assertThat(ran).doesNotExist();
  }

  @Test
  void followsABranchThatBecomesAFolderOfBranches() throws Exception {
    Origin origin = new Origin(owner.folder.toString());
    owner.git("branch", "work");
    origin.fetch(mirror);
    owner.git("branch", "-m", "work", "work/one");
    origin.fetch(mirror);
    assertThat(mirror.ref(Origin.HEADS + "work/one")).isPresent();
    assertThat(mirror.ref(Origin.HEADS + "work")).isEmpty();
  }

  @Test
  void readsAShallowClone() throws Exception {
    owner.file("more", "more").commit("second");
    Path shallow = temp.resolve("shallow");
    owner.git("clone", "-q", "--depth", "1", "file://" + owner.folder, shallow.toString());
    Origin origin = new Origin(shallow.toString());
    String commit = change(origin);
    origin.move(mirror, BRANCH, null, commit);
    assertThat(owner.git("-C", shallow.toString(), "rev-parse", BRANCH)).isEqualTo(commit);
    assertThat(owner.git("-C", shallow.toString(), "fsck", "--no-dangling")).isEmpty();
  }

  @Test
  void refusesHashesThatItCannotWrite() throws Exception {
    Path other = temp.resolve("sha256");
    owner.git("init", "-q", "--object-format=sha256", other.toString());
    owner.git(
        "-C",
        other.toString(),
        "-c",
        "user.name=o",
        "-c",
        "user.email=o@example.org",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "first");
    assertThatThrownBy(() -> new Origin(other.toString()).fetch(mirror))
        .isInstanceOf(Origin.Unusable.class)
        .hasMessageContaining("SHA-1 only");
  }

  @Test
  void namesTheRepositoryAroundAFolder() {
    assertThatThrownBy(() -> new Origin(owner.folder.resolve("src").toString()).fetch(mirror))
        .isInstanceOf(Origin.Unusable.class)
        .hasMessageContaining("folder within the repository " + owner.folder);
  }

  @Test
  void showsNoPassword() {
    assertThat(new Origin("https://me:secret@example.org/a.git").name())
        .isEqualTo("https://example.org/a.git");
  }

  @Test
  void aRepositoryWithoutCurrentCommitStillHasItsBranches() throws Exception {
    owner.git("symbolic-ref", "HEAD", "refs/heads/unborn");
    assertThat(new Origin(owner.folder.toString()).fetch(mirror)).contains("HEAD");
    assertThat(mirror.ref(Origin.HEADS + "main")).isPresent();
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root")
  void whatRootWritesIsTheOwners() throws Exception {
    int nobody = 65534;
    try (Stream<Path> files = Files.walk(owner.folder)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", nobody, LinkOption.NOFOLLOW_LINKS);
      }
    }
    Origin origin = new Origin(owner.folder.toString());
    String commit = change(origin);
    origin.move(mirror, BRANCH, null, commit);
    try (Stream<Path> files = Files.walk(owner.folder)) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                      .isEqualTo(nobody));
    }
    Files.createSymbolicLink(owner.folder.resolve(".git/refs/heads/elsewhere"), temp);
    assertThatThrownBy(() -> origin.move(mirror, "elsewhere/x", null, commit))
        .isInstanceOf(Origin.Refused.class)
        .hasMessageContaining("symbolic link");
    assertThat(temp.resolve("x")).doesNotExist();
  }

  @Test
  void aRefThatCannotBeWrittenLeavesTheOthers() throws Exception {
    Origin origin = new Origin(owner.folder.toString());
    String commit = change(origin);
    String before = owner.state();
    owner.git("branch", "ratchet");
    assertThatThrownBy(() -> origin.move(mirror, BRANCH, null, commit)).isNotNull();
    owner.git("branch", "-D", "ratchet");
    assertThat(owner.state()).isEqualTo(before);
    assertThat(Optional.of(owner.git("fsck", "--no-dangling"))).contains("");
  }
}
