package dev.ratchet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
  @TempDir Path folder;

  @Test
  void takesTheRootOfTheWorkTree() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("repo/src/main"));
    Files.createDirectories(folder.resolve("repo/.git"));
    assertThat(Repository.at(inside.toString()))
        .isEqualTo(new Repository(folder.resolve("repo").toRealPath().toString(), false));
    assertThat(Repository.at(folder.toString()).location())
        .isEqualTo(folder.toRealPath().toString());
  }

  @Test
  void knowsRatchetItself() throws IOException {
    Files.createDirectories(folder.resolve(".git"));
    pom(
        "<parent><groupId>x</groupId></parent><groupId>dev.ratchet</groupId><artifactId>ratchet</artifactId>");
    assertThat(Repository.at(folder.toString()).self()).isTrue();
    pom(
        "<parent><groupId>dev.ratchet</groupId><artifactId>ratchet</artifactId></parent><artifactId>mine</artifactId>");
    assertThat(Repository.at(folder.toString()).self()).isFalse();
    Files.writeString(
        folder.resolve("pom.xml"),
        "<!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>&e;</p>");
    assertThat(Repository.at(folder.toString()).self()).isFalse();
  }

  private void pom(String content) throws IOException {
    Files.writeString(folder.resolve("pom.xml"), "<project>" + content + "</project>");
  }

  @Test
  void leavesUrlsAsTheyAre() {
    for (String url : new String[] {"https://example.org/a.git", "git@example.org:a/b.git"}) {
      assertThat(Repository.at(url)).isEqualTo(new Repository(url, false));
      assertThat(Repository.isPlace(url)).isTrue();
    }
    assertThat(Repository.isPlace("json-java")).isFalse();
    assertThat(Repository.isPlace(".")).isTrue();
    assertThatThrownBy(() -> Repository.at(folder + "/nothing"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("nothing");
  }
}
