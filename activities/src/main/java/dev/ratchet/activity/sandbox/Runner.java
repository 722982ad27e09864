package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.RunnerProtocol.Order;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that runs commands for a worker, one at a time, with bubblewrap in the control group
 * that it was started in: a container of its own, whose limits are the tree's. Needs no root. It
 * listens on a Unix socket; who may connect is a matter of the socket's folder and owner.
 */
public final class Runner {
  private final OwnControlGroup group;
  private final Path folder;

  private Runner(OwnControlGroup group, Path folder) {
    this.group = group;
    this.folder = folder;
  }

  /**
   * @param args the socket's path; what is there is replaced
   */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("runner: say the path of its socket");
      System.exit(2);
    }
    try {
      OwnControlGroup group = OwnControlGroup.find();
      RunnerProtocol.Greeting limits = group.limits();
      Path socket = Path.of(args[0]);
      Files.deleteIfExists(socket);
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
        say("ready socket=" + socket + " " + limits);
        new Runner(group, Files.createTempDirectory("runner")).serve(server);
      }
    } catch (IOException e) {
      System.err.println("runner: " + e.getMessage());
      System.exit(1);
    }
  }

  private void serve(ServerSocketChannel server) throws IOException {
    while (true) {
      try (SocketChannel connection = server.accept()) {
        answer(connection);
      } catch (IOException gone) {
        if (!server.isOpen()) {
          throw gone;
        }
        say("connection=lost cause=" + gone.getMessage());
      }
    }
  }

  private void answer(SocketChannel connection) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(connection)));
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(connection)));
    RunnerProtocol.greet(out, group.limits());
    Order order;
    try {
      order = RunnerProtocol.order(in);
    } catch (EOFException onlyLooked) {
      return;
    } catch (IllegalArgumentException wrong) {
      RunnerProtocol.failure(out, "not a command: " + wrong.getMessage());
      return;
    }
    long started = System.nanoTime();
    try {
      TreeEnd ending = new RunnerTrial(group, folder, order, in, out).run();
      say("trial=ended ms=" + (System.nanoTime() - started) / 1_000_000 + " " + ending);
      RunnerProtocol.ending(out, ending);
    } catch (IOException e) {
      RunnerProtocol.failure(out, String.valueOf(e.getMessage()));
    }
  }

  private static void say(String what) {
    System.err.println("runner: " + what);
  }
}
