package dev.ratchet.cli.supervisor;

import dev.ratchet.platform.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Ports of this machine: free ones, and who took the others. */
public final class Ports {
  private Ports() {}

  /**
   * The port, or a free one for 0.
   *
   * @param key how the port is configured
   * @throws ConfigException names the process that has taken it
   */
  static int claim(int port, String key) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (IOException taken) {
      throw new ConfigException(
          "port "
              + port
              + " ("
              + key
              + ") is taken by "
              + taker(port)
              + "; end it, or choose another port (0 for any free one)");
    }
  }

  /** Who listens on a port, for a person. */
  public static String taker(int port) {
    return inode(port).flatMap(Ports::owner).orElse("a process that cannot be named");
  }

  /** The socket's inode, from the kernel's tables of TCP sockets. */
  private static Optional<String> inode(int port) {
    String end = String.format(Locale.ROOT, ":%04X", port);
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of(table))) {
        Optional<String> found =
            lines
                .map(line -> line.strip().split("\\s+"))
                .filter(
                    words -> words.length > 9 && words[1].endsWith(end) && words[3].equals("0A"))
                .map(words -> words[9])
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + table, e);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> owner(String inode) {
    Path socket = Path.of("socket:[" + inode + "]");
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process.pid(), socket))
        .map(
            process ->
                "process " + process.pid() + " (" + process.info().command().orElse("?") + ")")
        .findFirst();
  }

  private static boolean holds(long pid, Path socket) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return descriptors.anyMatch(
          descriptor -> {
            try {
              return Files.readSymbolicLink(descriptor).equals(socket);
            } catch (IOException gone) {
              return false;
            }
          });
    } catch (IOException notOurs) {
      return false;
    }
  }
}
