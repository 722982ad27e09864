package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param argv run with /src as working directory
 * @param input folder of the host, copied to /src, which is a tmpfs of the limits' diskBytes
 * @param readOnly what else is seen, read-only
 * @param scratch further tmpfs
 * @param network whether the host's network is shared; else there is none, not even loopback to the
 *     host
 * @param collect inside paths, with shell globs, that are brought out when the command has ended,
 *     whatever its exit code
 * @param output folder of the host below which they are put, each at its inside path; made when
 *     needed
 */
public record SandboxCommand(
    List<String> argv,
    Path input,
    List<Bind> readOnly,
    List<Scratch> scratch,
    Map<String, String> environment,
    boolean network,
    List<String> collect,
    Path output) {
  public SandboxCommand {
    argv = List.copyOf(argv);
    readOnly = List.copyOf(readOnly);
    scratch = List.copyOf(scratch);
    environment = Map.copyOf(environment);
    collect = List.copyOf(collect);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("argv must not be empty");
    }
    for (String pattern : collect) {
      if (!pattern.matches("/[\\w@%+=:,./*?\\[\\]-]*")) {
        throw new IllegalArgumentException("not a plain absolute pattern: " + pattern);
      }
    }
  }

  /** A folder beside the output, made when needed, for the log and what a tier has to keep. */
  Path place() throws IOException {
    return Files.createDirectories(output.resolveSibling(output.getFileName() + ".sandbox"));
  }

  /** A file or folder of the host that is seen read-only at a place inside. */
  public record Bind(Path host, String inside) {}

  /** A tmpfs of limited size. */
  public record Scratch(String inside, long bytes) {}
}
