package dev.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on a machine without a JDK: this one, with the usual folders hidden. */
final class LauncherIT {
  @TempDir private Path folder;
  private Path launcher;
  private Path archive;

  @BeforeEach
  void prepare() throws Exception {
    launcher = folder.resolve("clone/ratchet");
    Files.createDirectories(launcher.getParent());
    Files.copy(Path.of("../ratchet"), launcher);
    program("unpacked/jdk-25/bin/javac", "echo 'javac 25.0.4.1'");
    archive = folder.resolve("jdk.tar.gz");
    assertThat(
            ended(
                new ProcessBuilder(
                    "tar",
                    "-czf",
                    archive.toString(),
                    "-C",
                    folder.resolve("unpacked").toString(),
                    "jdk-25")))
        .isEmpty();
    // What would come from the net.
    program(
        "bin/curl",
        "while [ $# -gt 1 ]; do [ \"$1\" = -o ] && to=$2; shift; done; cp " + archive + " \"$to\"");
  }

  private void program(String path, String script) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String javaHome(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "bwrap",
            "--dev-bind",
            "/",
            "/",
            "--tmpfs",
            "/usr/lib/jvm",
            "--tmpfs",
            "/opt",
            "bash",
            launcher.toString(),
            "--java-home");
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "CI", "RATCHET_YES"));
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("RATCHET_CACHE", folder.resolve("cache").toString());
    builder.environment().putAll(environment);
    return ended(builder);
  }

  private static String ended(ProcessBuilder builder) throws Exception {
    Process process =
        builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void withoutConsentNothingIsFetched() throws Exception {
    assertThat(javaHome(Map.of())).contains("JDK 25 was not found", "RATCHET_YES=1");
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void anArchiveWithAnotherHashIsNotUnpacked() throws Exception {
    assertThat(javaHome(Map.of("RATCHET_YES", "1"))).contains("SHA-256 is not", "Nothing was kept");
    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void theRightArchiveIsUnpackedOnceAndUsed() throws Exception {
    String hash =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive)));
    Files.writeString(
        launcher,
        Files.readString(launcher).replaceFirst("(?m)^jdk_sha256=.*$", "jdk_sha256=" + hash));
    String jdk = folder.resolve("cache/jdk25").toString();

    assertThat(javaHome(Map.of("RATCHET_YES", "1"))).contains("fetching").endsWith(jdk + "\n");
    assertThat(javaHome(Map.of())).isEqualTo(jdk + "\n");
    assertThat(folder.resolve("cache"))
        .isDirectoryContaining("glob:**/jdk25")
        .isNotEmptyDirectory();
  }
}
