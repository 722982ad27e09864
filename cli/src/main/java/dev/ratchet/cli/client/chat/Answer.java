package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.ApiRefusal;
import dev.ratchet.cli.client.CommandFailure;
import dev.ratchet.cli.client.Events;
import dev.ratchet.cli.client.Events.Event;
import dev.ratchet.cli.client.ExitCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer, followed to its end over lost connections; each event is passed on once. One thread
 * follows; {@link #interrupt} may be called by any.
 */
final class Answer {
  /** A restart of the api takes seconds; after this somebody should look. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The api says every 15 s that it is there; a connection that is silent for longer is dead. */
  static final Duration SILENCE = Duration.ofSeconds(50);

  /** What was stopped ends at once, unless the api is gone. */
  private static final Duration STOPPING = Duration.ofSeconds(5);

  /** One that ends sooner and without an event is no sign of life. */
  private static final Duration ALIVE = Duration.ofSeconds(5);

  private final ChatApi api;
  private final Question question;
  private final Duration pause;
  private final Set<String> seen = new HashSet<>();
  private @Nullable String last;
  private boolean taken;
  private @Nullable ApiRefusal conflict;
  private long heard = System.nanoTime();
  private @Nullable Events open;
  private @Nullable Thread follower;
  private volatile boolean stopped;
  private volatile boolean left;

  /**
   * @param pause between two attempts to connect
   */
  Answer(ChatApi api, Question question, Duration pause) {
    this.api = api;
    this.question = question;
    this.pause = pause;
  }

  /** How following ended. */
  sealed interface Ending {
    record Told(ChatEvent.Last last) implements Ending {}

    /** It was stopped, and nobody said that it ended. */
    record Stopped() implements Ending {}

    /** The reader does not want to wait; the answer goes on for a moment. */
    record Left() implements Ending {}
  }

  /**
   * Asks, and passes on what comes.
   *
   * @param lost told that the connection is lost and what is done about it
   * @throws ApiRefusal when the api does not take the question
   * @throws CommandFailure when it does not answer any more
   */
  Ending follow(Consumer<ChatEvent> events, Consumer<String> lost) {
    begin();
    try {
      while (!left && !stopped) {
        Optional<ChatEvent.Last> end = attempt(events);
        if (end.isPresent()) {
          return new Ending.Told(end.get());
        }
        if (!left && !stopped) {
          requirePatience();
          lost.accept(taken ? "the connection was lost; going on" : "the api does not answer yet");
          sleep();
        }
      }
      return left ? new Ending.Left() : new Ending.Stopped();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    follower = Thread.currentThread();
    heard = System.nanoTime();
  }

  private synchronized void end() {
    follower = null;
    if (left || stopped) {
      // The interrupt that ended a pause is dealt with.
      Thread.interrupted();
    }
  }

  /** One connection; empty when it ended before the answer did. */
  private Optional<ChatEvent.Last> attempt(Consumer<ChatEvent> events) {
    try (Events connection = connect()) {
      return over(connection, events);
    } catch (IOException gone) {
      return Optional.empty();
    } catch (ApiRefusal refusal) {
      settle(refusal);
      return Optional.empty();
    } catch (CommandFailure failure) {
      if (left || stopped) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Optional<ChatEvent.Last> over(Events connection, Consumer<ChatEvent> events)
      throws IOException {
    long begin = System.nanoTime();
    int before = seen.size();
    Thread watch = Thread.startVirtualThread(() -> watch(connection));
    try {
      opened(connection);
      return pass(connection, events);
    } finally {
      watch.interrupt();
      opened(null);
      if (seen.size() > before || System.nanoTime() - begin > ALIVE.toNanos()) {
        heard = System.nanoTime();
      }
    }
  }

  private synchronized void opened(@Nullable Events connection) {
    open = connection;
  }

  private Events connect() throws IOException {
    Optional<Events> connection = taken ? api.resume(question.turn(), last) : api.ask(question);
    taken = true;
    return connection.orElseThrow(
        () ->
            new CommandFailure(
                ExitCodes.FAILED, "the rest of this answer is not told any more; it is kept"));
  }

  /** Returns when another attempt may help, else throws. */
  private void settle(ApiRefusal refusal) {
    switch (refusal.status()) {
      case 502, 503, 504 -> {}
      case 409 -> {
        if (taken) {
          throw refusal;
        }
        // Perhaps taken by a request whose answer got lost.
        taken = true;
        conflict = refusal;
      }
      default -> throw conflict == null ? refusal : conflict;
    }
  }

  private Optional<ChatEvent.Last> pass(Events connection, Consumer<ChatEvent> events)
      throws IOException {
    Optional<Event> event = connection.next();
    while (event.isPresent() && !left) {
      String id = event.get().id();
      if (id == null || seen.add(id)) {
        last = id == null ? last : id;
        Optional<ChatEvent> known = ChatEvent.of(event.get());
        known.ifPresent(events);
        if (known.orElse(null) instanceof ChatEvent.Last end) {
          return Optional.of(end);
        }
      }
      event = connection.next();
    }
    return Optional.empty();
  }

  private static void watch(Events connection) {
    try {
      while (connection.silence().compareTo(SILENCE) < 0) {
        Thread.sleep(SILENCE.dividedBy(10));
      }
      connection.close();
    } catch (InterruptedException | IOException over) {
      // The connection has ended.
    }
  }

  private void requirePatience() {
    if (System.nanoTime() - heard > PATIENCE.toNanos()) {
      throw new CommandFailure(
          ExitCodes.UNREACHABLE,
          "the api does not answer any more; what it answered is kept: see ratchet status");
    }
  }

  private void sleep() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      if (!stopped && !left) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(130, "interrupted");
      }
    }
  }

  /** The first one stops the answer, the second one leaves it. */
  void interrupt() {
    if (stopped) {
      leave();
      return;
    }
    stopped = true;
    Thread.startVirtualThread(this::stop);
  }

  private void stop() {
    try {
      api.stop(question.turn());
      Thread.sleep(STOPPING);
    } catch (ApiRefusal | CommandFailure untold) {
      // Then it is at least not shown.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    disconnect();
  }

  private void leave() {
    left = true;
    disconnect();
  }

  private synchronized void disconnect() {
    if (open != null) {
      try {
        open.close();
      } catch (IOException gone) {
        // It was lost anyway.
      }
    }
    if (follower != null) {
      follower.interrupt();
    }
  }
}
