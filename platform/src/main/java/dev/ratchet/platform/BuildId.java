package dev.ratchet.platform;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Names a build of Ratchet by its jars: the same jars are the same build. */
public final class BuildId {
  private BuildId() {}

  /** The hash of the jars' names and contents, its first 12 digits. Their order does not count. */
  public static String of(List<Path> jars) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Path jar : jars.stream().sorted(Comparator.comparing(BuildId::name)).toList()) {
        sha256.update(name(jar).getBytes(StandardCharsets.UTF_8));
        try (InputStream in = new DigestInputStream(Files.newInputStream(jar), sha256)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(sha256.digest(), 0, 6);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the jars of this build", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String name(Path jar) {
    return jar.getFileName().toString();
  }

  /**
   * The build of this process: what started it says so in the system property ratchet.build, or
   * else the jars of its class path do.
   */
  public static String ofThisProcess() {
    String given = System.getProperty("ratchet.build", "");
    return given.isEmpty() ? of(jars(System.getProperty("java.class.path"))) : given;
  }

  private static List<Path> jars(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .toList();
  }
}
