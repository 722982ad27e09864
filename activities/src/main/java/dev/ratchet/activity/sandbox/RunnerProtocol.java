package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import dev.ratchet.activity.sandbox.SandboxCommand.Scratch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What worker and runner say to each other, a connection for each command. The runner greets with
 * its own limits when it is free; the worker sends the command and then nothing more: the end of
 * what it sends, however it comes, kills the tree. The runner sends pieces of output and of the
 * archive, and last how it ended.
 */
final class RunnerProtocol {
  static final byte PRINTED = 'p';
  static final byte COLLECTED = 'c';
  static final byte ENDED = 'e';
  static final byte FAILED = 'f';

  /** The largest piece of output. */
  static final int PIECE = 1 << 16;

  /** Changes with what is said, so that two builds that do not understand each other say so. */
  private static final int VERSION = 0x52_43_00_01;

  /** Of the lists in a command; a compilation names each file. */
  private static final int MOST = 500_000;

  private static final int LONGEST = 1 << 20;

  private RunnerProtocol() {}

  /**
   * What the runner's container may use, all of it together.
   *
   * @param processes threads included
   */
  record Greeting(long memoryBytes, int processes) {}

  /** A command without its output folder, which is the worker's business. */
  record Order(SandboxCommand command, SandboxLimits limits) {}

  static void greet(DataOutputStream out, Greeting greeting) throws IOException {
    out.writeInt(VERSION);
    out.writeLong(greeting.memoryBytes());
    out.writeInt(greeting.processes());
    out.flush();
  }

  static Greeting greeting(DataInputStream in) throws IOException {
    requireVersion(in);
    return new Greeting(in.readLong(), in.readInt());
  }

  private static void requireVersion(DataInputStream in) throws IOException {
    if (in.readInt() != VERSION) {
      throw new IOException("worker and runner are of different builds");
    }
  }

  static void order(DataOutputStream out, Order order) throws IOException {
    SandboxCommand command = order.command();
    out.writeInt(VERSION);
    writeAll(out, command.argv());
    write(out, command.input().toString());
    out.writeInt(command.readOnly().size());
    for (Bind bind : command.readOnly()) {
      write(out, bind.host().toString());
      write(out, bind.inside());
    }
    out.writeInt(command.scratch().size());
    for (Scratch scratch : command.scratch()) {
      write(out, scratch.inside());
      out.writeLong(scratch.bytes());
    }
    out.writeInt(command.environment().size());
    for (Map.Entry<String, String> variable : command.environment().entrySet()) {
      write(out, variable.getKey());
      write(out, variable.getValue());
    }
    out.writeBoolean(command.network());
    writeAll(out, command.collect());
    SandboxLimits limits = order.limits();
    out.writeLong(limits.time().toMillis());
    out.writeLong(limits.memoryBytes());
    out.writeInt(limits.processes());
    out.writeLong(limits.diskBytes());
    out.writeLong(limits.logBytes());
    out.writeInt(limits.cpuPercent());
    out.flush();
  }

  static Order order(DataInputStream in) throws IOException {
    requireVersion(in);
    List<String> argv = readAll(in);
    Path input = Path.of(read(in));
    List<Bind> readOnly = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      readOnly.add(new Bind(Path.of(read(in)), read(in)));
    }
    List<Scratch> scratch = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      scratch.add(new Scratch(read(in), in.readLong()));
    }
    Map<String, String> environment = new HashMap<>();
    for (int left = count(in); left > 0; left--) {
      environment.put(read(in), read(in));
    }
    boolean network = in.readBoolean();
    List<String> collect = readAll(in);
    SandboxLimits limits =
        new SandboxLimits(
            Duration.ofMillis(in.readLong()),
            in.readLong(),
            in.readInt(),
            in.readLong(),
            in.readLong(),
            in.readInt());
    return new Order(
        new SandboxCommand(
            argv, input, readOnly, scratch, environment, network, collect, Path.of("/dev/null")),
        limits);
  }

  static void piece(DataOutputStream out, byte kind, byte[] bytes, int length) throws IOException {
    synchronized (out) {
      out.writeByte(kind);
      out.writeInt(length);
      out.write(bytes, 0, length);
      out.flush();
    }
  }

  static byte[] piece(DataInputStream in) throws IOException {
    return in.readNBytes(length(in, PIECE));
  }

  static void ending(DataOutputStream out, TreeEnd ending) throws IOException {
    synchronized (out) {
      out.writeByte(ENDED);
      out.writeInt(ending.code());
      out.writeBoolean(ending.outOfMemory());
      out.writeBoolean(ending.outOfProcesses());
      out.flush();
    }
  }

  static TreeEnd ending(DataInputStream in) throws IOException {
    return new TreeEnd(in.readInt(), in.readBoolean(), in.readBoolean());
  }

  static void failure(DataOutputStream out, String message) throws IOException {
    synchronized (out) {
      out.writeByte(FAILED);
      write(out, message);
      out.flush();
    }
  }

  static String failure(DataInputStream in) throws IOException {
    return read(in);
  }

  private static void writeAll(DataOutputStream out, List<String> words) throws IOException {
    out.writeInt(words.size());
    for (String word : words) {
      write(out, word);
    }
  }

  private static List<String> readAll(DataInputStream in) throws IOException {
    List<String> words = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      words.add(read(in));
    }
    return words;
  }

  private static void write(DataOutputStream out, String word) throws IOException {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(in.readNBytes(length(in, LONGEST)), StandardCharsets.UTF_8);
  }

  private static int count(DataInputStream in) throws IOException {
    return length(in, MOST);
  }

  private static int length(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("a length of " + length + " where at most " + most + " is right");
    }
    return length;
  }
}
