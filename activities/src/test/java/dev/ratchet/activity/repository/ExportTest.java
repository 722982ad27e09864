package dev.ratchet.activity.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir Path temp;
  private GitFixture owner;
  private Path out;

  @BeforeEach
  void repository() throws Exception {
    owner = new GitFixture(temp.resolve("owner")).project();
    out = temp.resolve("deeper/out");
  }

  private List<String> export() throws Exception {
    try (Mirror mirror = Mirror.open(temp.resolve("mirror.git"))) {
      new Origin(owner.folder.toString()).fetch(mirror);
      return mirror.export(mirror.ref(Origin.HEADS + "main").orElseThrow(), out);
    }
  }

  private void link(String at, String to) throws Exception {
    Files.createSymbolicLink(owner.folder.resolve(at), Path.of(to));
  }

  @Test
  void keepsBytesAndExecutableBits() throws Exception {
    owner
        .file("größe.txt", "a\r\nb\r\n")
        .file("build", "#!/bin/sh\n")
        .file(".gitattributes", "* text=auto\n");
    assertThat(owner.folder.resolve("build").toFile().setExecutable(true)).isTrue();
    owner.git("-c", "core.autocrlf=false", "add", "--renormalize", ".");
    owner.commit("files");
    assertThat(export()).isEmpty();
    assertThat(out.resolve("build")).isExecutable();
    assertThat(out.resolve("größe.txt")).content().isEqualTo("a\nb\n");
    assertThat(out.resolve(".git")).doesNotExist();
  }

  @Test
  void keepsLinksWithinAndLeavesOutOthers() throws Exception {
    link("good", "src/main");
    link("src/up", "../pom.xml");
    link("absolute", "/etc/passwd");
    link("outside", "../secret");
    link("dangling", "nothing");
    owner.commit("links");
    assertThat(export()).containsExactly("absolute", "dangling", "outside");
    assertThat(out.resolve("good/java/p/A.java")).exists();
    assertThat(out.resolve("src/up").toRealPath()).isEqualTo(out.toRealPath().resolve("pom.xml"));
  }

  @Test
  void noChainOfLinksLeadsOut() throws Exception {
    Files.createDirectories(out.getParent());
    Files.writeString(out.resolveSibling("secret"), "secret");
    link("here", ".");
    link("chain", "here/../secret");
    link("parent", "here/..");
    owner.commit("links");
    export();
    assertThat(out.resolve("chain")).doesNotExist();
    assertThat(out.resolve("parent").toRealPath()).isEqualTo(out.toRealPath());
  }

  @Test
  void leavesOutSubmodules() throws Exception {
    GitFixture other = new GitFixture(temp.resolve("other")).project();
    owner.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        other.folder.toString(),
        "sub");
    owner.commit("submodule");
    assertThat(export()).containsExactly("sub");
    assertThat(out.resolve("sub")).doesNotExist();
  }

  @Test
  void leavesOutNamesThatNoCheckoutMayContain() throws Exception {
    try (Mirror mirror = Mirror.open(temp.resolve("mirror.git"));
        ObjectInserter inserter = mirror.repository().newObjectInserter()) {
      var blob = inserter.insert(Constants.OBJ_BLOB, "x".getBytes(StandardCharsets.UTF_8));
      TreeFormatter inner = new TreeFormatter();
      inner.append("config", FileMode.REGULAR_FILE, blob);
      var folder = inserter.insert(inner);
      TreeFormatter tree = new TreeFormatter();
      tree.append("..", FileMode.TREE, folder);
      tree.append(".Git", FileMode.TREE, folder);
      tree.append("a", FileMode.REGULAR_FILE, blob);
      var root = inserter.insert(tree);
      inserter.flush();
      String commit = mirror.commitTree(root, List.of(), "evil\n", java.time.Instant.EPOCH);
      assertThat(mirror.export(commit, out)).containsExactly("../config", ".Git/config");
      assertThat(out.resolve("a")).exists();
      assertThat(temp.resolve("deeper/config")).doesNotExist();
    }
  }

  @Test
  void writesNamesThatAreNotUtf8() throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'caf\\351.txt')\"")
            .directory(owner.folder.toFile())
            .start();
    assertThat(shell.waitFor()).isZero();
    owner.commit("latin");
    assertThat(export()).isEmpty();
    assertThat(out.resolve("café.txt")).exists();
  }
}
