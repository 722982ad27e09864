package dev.ratchet.benchmark;

import dev.ratchet.assistant.memory.ConversationManager;
import dev.ratchet.assistant.memory.MemoryManager;
import dev.ratchet.assistant.memory.RecallFilter;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.memory.Turn;
import dev.ratchet.domain.ConversationSession;
import dev.ratchet.domain.Message;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisProgram;
import dev.ratchet.platform.redis.RedisSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * Kills Redis and the process that writes turns at random moments, again and again: every turn that
 * was acknowledged has to be there, once, as it was acknowledged, and has to be found.
 */
public final class TurnDrill implements AutoCloseable {
  /** Of those acknowledged that are searched for in the end, one by one. */
  private static final int SEARCHED = 200;

  private final Path folder;
  private final Random random;
  private final int port = Ratchet.freePort();
  private final List<ConcurrentSkipListMap<Integer, String>> acknowledged = new ArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private int attempts;
  private volatile @Nullable Process redis;
  private volatile @Nullable Process writer;
  private @Nullable Thread reader;

  TurnDrill(Path folder, long seed) {
    this.folder = folder;
    this.random = new Random(seed);
    for (int user = 0; user < TurnWriter.USERS; user++) {
      acknowledged.add(new ConcurrentSkipListMap<>());
    }
  }

  /**
   * What came of it.
   *
   * @param writing from the first start to the last kill
   */
  record Outcome(
      int redisKills, int writerKills, int turns, Duration writing, List<String> faults) {
    void print(PrintStream out) {
      out.println(
          "| kills of Redis | kills of the writer | turns acknowledged | lost, twice or changed |");
      out.println("|---|---|---|---|");
      out.printf(
          Locale.ROOT, "| %d | %d | %d | %d |%n", redisKills, writerKills, turns, faults.size());
      out.printf(Locale.ROOT, "in %d s%n", writing.toSeconds());
      faults.stream().limit(20).forEach(fault -> out.println("FAULT: " + fault));
    }
  }

  /** Arguments: the packaged system, which is not used, the number of kills, and a seed. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("ratchet-turns");
    Outcome outcome;
    try (TurnDrill drill = new TurnDrill(folder, Long.parseLong(arguments[2]))) {
      // Ctrl-C leaves nothing behind either.
      Runtime.getRuntime().addShutdownHook(new Thread(drill::destroy));
      outcome = drill.run(Integer.parseInt(arguments[1]));
    }
    outcome.print(System.out);
    if (outcome.faults().isEmpty()) {
      KillDrill.delete(folder);
    } else {
      System.out.println("what is left to look at: " + folder);
    }
    System.exit(outcome.faults().isEmpty() ? 0 : 1);
  }

  Outcome run(int kills) throws IOException, InterruptedException {
    Instant start = Instant.now();
    startRedis();
    startWriter();
    int redisKills = 0;
    for (int kill = 0; kill < kills; kill++) {
      awaitTurns();
      Thread.sleep(random.nextInt(300));
      if (random.nextBoolean()) {
        end(redis);
        startRedis();
        redisKills++;
      } else {
        end(writer);
        startWriter();
      }
    }
    awaitTurns();
    end(writer);
    Duration writing = Duration.between(start, Instant.now());
    end(redis);
    startRedis();
    check();
    int turns = acknowledged.stream().mapToInt(Map::size).sum();
    return new Outcome(redisKills, kills - redisKills, turns, writing, List.copyOf(faults));
  }

  void startRedis() throws IOException, InterruptedException {
    Path program = RedisProgram.find(System.getenv("PATH"), folder.resolve("program"));
    redis =
        process(
            List.of(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                Files.createDirectories(folder.resolve("redis")).toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--maxmemory-policy",
                "noeviction"),
            "redis");
    Instant limit = Instant.now().plusSeconds(60);
    while (!answers()) {
      if (Instant.now().isAfter(limit)) {
        throw new IllegalStateException("Redis does not start: see " + folder);
      }
      Thread.sleep(20);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private void startWriter() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TurnWriter.class.getName(),
                url(),
                folder.resolve("indexes").toString(),
                "attempt" + attempts++));
    for (ConcurrentSkipListMap<Integer, String> turns : acknowledged) {
      command.add(Integer.toString(turns.isEmpty() ? 0 : turns.lastKey() + 1));
    }
    Process started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("writer.log").toFile()))
            .start();
    writer = started;
    reader =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try (BufferedReader lines = started.inputReader()) {
                    lines.lines().forEach(this::hear);
                  } catch (IOException | UncheckedIOException killed) {
                    // What it had not said by then was not acknowledged.
                  }
                });
  }

  private void hear(String line) {
    String[] words = line.split(" ", 4);
    if (words[0].equals("ack") && words.length == 4) {
      acknowledged.get(Integer.parseInt(words[1])).put(Integer.parseInt(words[2]), words[3]);
    } else if (words[0].equals("fault")) {
      faults.add(line);
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  private Process process(List<String> command, String name) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
        .start();
  }

  /** Until turns are being written: a kill while nothing runs would prove nothing. */
  private void awaitTurns() throws InterruptedException {
    int before = acknowledged.stream().mapToInt(Map::size).sum();
    Instant limit = Instant.now().plusSeconds(60);
    while (acknowledged.stream().mapToInt(Map::size).sum() < before + 20) {
      if (Instant.now().isAfter(limit)) {
        throw new IllegalStateException("no turns are written: see " + folder);
      }
      Thread.sleep(5);
    }
  }

  private void end(@Nullable Process process) throws InterruptedException {
    if (process == null) {
      return;
    }
    process.destroyForcibly();
    process.waitFor();
    Thread listening = reader;
    if (process.equals(writer) && listening != null) {
      listening.join();
    }
  }

  private void check() throws InterruptedException {
    try (UnifiedJedis client = Redis.connect(new RedisSettings(url(), null, false));
        MemoryManager memory = TurnWriter.memory(client, folder.resolve("indexes"))) {
      Sessions sessions = new Sessions(client, InstantSource.system(), user -> {});
      ConversationManager conversations = TurnWriter.conversations(client, memory);
      for (int user = 0; user < TurnWriter.USERS; user++) {
        checkStored(user, conversations);
        checkHistory(user, sessions);
        checkFound(user, memory);
      }
    }
  }

  private void checkStored(int user, ConversationManager conversations) {
    acknowledged
        .get(user)
        .forEach(
            (number, said) -> {
              Optional<Turn> turn =
                  conversations.turn(
                      TurnWriter.user(user),
                      TurnWriter.session(number),
                      TurnWriter.turn(user, number));
              if (turn.isEmpty()) {
                faults.add("lost: " + TurnWriter.turn(user, number));
              } else if (!turn.get().answer().content().equals(said)) {
                faults.add("changed: " + TurnWriter.turn(user, number));
              }
            });
  }

  /** Every turn once, in order. One more than was acknowledged may be there: the last one sent. */
  private void checkHistory(int user, Sessions sessions) {
    List<String> ids = new ArrayList<>();
    int last = acknowledged.get(user).lastKey() + 1;
    Set<String> names = new HashSet<>();
    for (int number = 0; number <= last; number++) {
      if (names.add(TurnWriter.session(number))) {
        sessions
            .load(TurnWriter.user(user), TurnWriter.session(number))
            .map(ConversationSession::messages)
            .orElse(List.of())
            .stream()
            .map(Message::id)
            .filter(id -> id.endsWith(".q"))
            .forEach(ids::add);
      }
    }
    for (int number = 0; number < ids.size(); number++) {
      if (!ids.get(number).equals(Turn.questionId(TurnWriter.turn(user, number)))) {
        faults.add("out of order or twice: " + ids.get(number) + " at " + number);
        return;
      }
    }
    if (ids.size() < last || ids.size() > last + 1) {
      faults.add("user " + user + " has " + ids.size() + " turns, acknowledged were " + last);
    }
  }

  /** The index may have to be made first. */
  private void checkFound(int user, MemoryManager memory) throws InterruptedException {
    List<Integer> numbers = new ArrayList<>(acknowledged.get(user).keySet());
    Instant limit = Instant.now().plusSeconds(60);
    for (int i = 0; i < SEARCHED / TurnWriter.USERS; i++) {
      int number = numbers.get(random.nextInt(numbers.size()));
      while (!found(user, number, memory)) {
        if (Instant.now().isAfter(limit)) {
          faults.add("not found: " + TurnWriter.turn(user, number));
          break;
        }
        Thread.sleep(200);
      }
    }
  }

  /** By its word alone, too: its vectors may be made a moment later, and put it higher. */
  private static boolean found(int user, int number, MemoryManager memory) {
    return memory
        .recall(
            TurnWriter.user(user),
            TurnWriter.word(user, number),
            RecallFilter.ALL,
            MemoryManager.MOST)
        .stream()
        .anyMatch(one -> one.turnId().equals(TurnWriter.turn(user, number)));
  }

  private void destroy() {
    for (Process process : new Process[] {writer, redis}) {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    end(writer);
    end(redis);
  }
}
