package dev.ratchet.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisProgramIT {
  @TempDir private Path folder;

  @Test
  void theMachinesOwnComesFirst() throws Exception {
    Path own = Files.createFile(folder.resolve("redis-server"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(RedisProgram.find("/nowhere:" + folder, folder.resolve("cache"))).isEqualTo(own);
  }

  @Test
  void theOneInsideTheLibraryRuns() throws Exception {
    Path program = RedisProgram.unpacked(folder.resolve("cache").resolve("redis-server"));

    Process process = new ProcessBuilder(program.toString(), "--version").start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("Redis server v=6.2.11");
    assertThat(RedisProgram.unpacked(program)).isEqualTo(program);
  }
}
