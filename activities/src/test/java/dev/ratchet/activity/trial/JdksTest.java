package dev.ratchet.activity.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdksTest {
  @TempDir private Path folder;

  @Test
  void aJdkIsKnownByTheVersionInItsReleaseFile() throws Exception {
    Path eight = jdk("eight", "JAVA_VERSION=\"1.8.0_392\"");
    Path seventeen = jdk("seventeen", "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"17.0.15\"\n");
    jdk("strange", "JAVA_VERSION=new");
    Files.createDirectories(folder.resolve("jre/bin"));
    Files.writeString(folder.resolve("jre/release"), "JAVA_VERSION=\"21.0.1\"");

    Jdks jdks = new Jdks(List.of(folder.resolve("none"), folder));

    assertThat(jdks.all()).containsOnlyKeys(8, 17);
    assertThat(jdks.find(8)).contains(eight);
    assertThat(jdks.find(17)).contains(seventeen);
    assertThat(jdks.find(21)).isEmpty();
  }

  private Path jdk(String name, String release) throws Exception {
    Path home = folder.resolve(name);
    Path javac = home.resolve("bin/javac");
    Files.createDirectories(javac.getParent());
    Files.createFile(javac);
    Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), release);
    return home;
  }
}
