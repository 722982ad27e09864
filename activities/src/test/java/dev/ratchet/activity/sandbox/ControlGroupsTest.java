package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On folders and files that look like the kernel's. */
class ControlGroupsTest {
  @TempDir Path mounted;
  private Path scope;

  @BeforeEach
  void scope() throws Exception {
    scope = group("user.slice/run-7.scope");
  }

  private Path group(String path) throws Exception {
    Path folder = Files.createDirectories(mounted.resolve(path));
    Files.writeString(folder.resolve("cgroup.procs"), "");
    Files.writeString(folder.resolve("cgroup.subtree_control"), "");
    Files.writeString(folder.resolve("cgroup.controllers"), "cpuset memory pids\n");
    return folder;
  }

  @Test
  void takesTheOwnGroupAndNotTheLeafInIt() throws Exception {
    group("user.slice/run-7.scope/ratchet-self");
    for (String own : List.of("user.slice/run-7.scope", "user.slice/run-7.scope/ratchet-self")) {
      assertThat(ControlGroups.delegated(mounted, true, List.of("0::/" + own)))
          .hasValueSatisfying(
              groups -> {
                assertThat(groups.folders()).containsExactly(scope);
                assertThat(groups.top()).isFalse();
              });
    }
  }

  @Test
  void takesTheOwnGroupOfEachControllerOfVersion1() throws Exception {
    for (String path : List.of("memory/a", "pids/b", "cpu/c", "unified", "unified/d")) {
      group(path);
    }
    List<String> own =
        List.of("9:name=systemd:/x", "4:memory:/a", "8:pids:/b", "1:cpuacct,cpu:/c", "0::/d");
    assertThat(ControlGroups.delegated(mounted, false, own))
        .hasValueSatisfying(
            groups ->
                assertThat(groups.folders())
                    .containsExactly(
                        mounted.resolve("memory/a"),
                        mounted.resolve("pids/b"),
                        mounted.resolve("cpu/c"),
                        mounted.resolve("unified/d")));
  }

  @Test
  void isNotThereWhereTheGroupIsNotOurs() {
    assertThat(ControlGroups.delegated(mounted, true, List.of("0::/system.slice/other.scope")))
        .isEmpty();
  }

  @Test
  void enablesTheControllersThatWereHandedDown() throws Exception {
    ControlGroups groups =
        ControlGroups.delegated(mounted, true, List.of("0::/user.slice/run-7.scope")).orElseThrow();
    groups.enable();
    assertThat(scope.resolve("cgroup.subtree_control")).hasContent("+memory +pids");
    assertThat(scope.resolve("ratchet-self")).isDirectory();
  }
}
