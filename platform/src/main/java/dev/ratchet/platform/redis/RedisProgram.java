package dev.ratchet.platform.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The program redis-server that an embedded Redis is started with. */
public final class RedisProgram {
  /** As the library embedded-redis names it; it says 6.2.11 of itself. */
  private static final String INSIDE = "/redis-server-6.2.6-v5-linux-amd64";

  private RedisProgram() {}

  /**
   * The machine's own, else the one inside the library embedded-redis.
   *
   * @param path folders, as in the environment variable PATH
   * @param cache where the one of the library is unpacked to, once
   */
  public static Path find(String path, Path cache) {
    return onMachine(path).orElseGet(() -> unpacked(cache.resolve("redis-server")));
  }

  private static Optional<Path> onMachine(String path) {
    return Stream.concat(
            Arrays.stream(path.split(":")), Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Path unpacked(Path program) {
    if (Files.isExecutable(program)) {
      return program;
    }
    try (InputStream inside = RedisProgram.class.getResourceAsStream(INSIDE)) {
      if (inside == null) {
        throw new IllegalStateException("the library embedded-redis has no " + INSIDE);
      }
      Files.createDirectories(program.getParent());
      Path part = Files.createTempFile(program.getParent(), "redis-server", ".part");
      Files.copy(inside, part, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
      return Files.move(part, program, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack redis-server to " + program, e);
    }
  }
}
