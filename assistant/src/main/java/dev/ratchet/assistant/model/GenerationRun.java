package dev.ratchet.assistant.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation from its place in the queue to its end; on a virtual thread once it has a slot.
 */
final class GenerationRun implements Generation, QueueListener, Attempt.Events {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationRun.class);

  private final GatewayParts parts;
  private final ChatRequest request;
  private final Origin origin;
  private final GenerationListener listener;
  private final ReentrantLock telling = new ReentrantLock();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final AtomicReference<@Nullable Trouble> ending = new AtomicReference<>();
  private volatile @Nullable Attempt attempt;
  private volatile @Nullable Ticket ticket;
  private volatile @Nullable Slot slot;
  private boolean told;
  private boolean started;
  private boolean partial;
  private int tries;
  private boolean admittedByHealth = true;
  private long startedNanos;
  private Duration queued = Duration.ZERO;
  private Duration firstToken = Duration.ZERO;

  GenerationRun(
      GatewayParts parts, ChatRequest request, Origin origin, GenerationListener listener) {
    this.parts = parts;
    this.request = request;
    this.origin = origin;
    this.listener = listener;
  }

  void enter() {
    parts.running().add(this);
    Optional<ModelFailure> unwell = parts.health().refusal();
    if (unwell.isPresent()) {
      admittedByHealth = false;
      refused(unwell.get());
      return;
    }
    Ticket place = parts.slots().enter(origin.lane(), origin.user(), this);
    ticket = place;
    Trouble end = ending.get();
    if (end != null && place.cancel()) {
      refused(end.failure());
    }
  }

  @Override
  public void waiting(int position, Duration expectedWait) {
    tell(() -> listener.queued(position, expectedWait));
  }

  @Override
  public void admitted(Slot given) {
    slot = given;
    queued = given.waited();
    Thread.ofVirtual().name("generation").start(this::run);
  }

  @Override
  public void refused(ModelFailure failure) {
    Thread.ofVirtual().name("generation").start(() -> failed(new Trouble(failure, false)));
  }

  @Override
  public void cancel() {
    end(Trouble.cancelled());
  }

  /** The process stops, which is not what its reader wanted. */
  void stop() {
    end(Trouble.of(ModelFailure.Kind.UNAVAILABLE, "this process stopped during the answer", false));
  }

  private void end(Trouble why) {
    ending.compareAndSet(null, why);
    cancelled.countDown();
    Ticket place = ticket;
    if (place != null && place.cancel()) {
      refused(why.failure());
    }
    Attempt running = attempt;
    if (running != null) {
      running.end(why);
    }
  }

  private boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  private void run() {
    startedNanos = System.nanoTime();
    try {
      while (!told) {
        tries++;
        Trouble trouble = attempt();
        if (trouble != null && !waitForNextTry(trouble)) {
          giveSlotBack();
          Trouble end = ending.get();
          failed(end == null ? trouble : end);
        }
      }
    } finally {
      giveSlotBack();
    }
  }

  /** Before the listener hears of the end, which may take its time. */
  private void giveSlotBack() {
    Slot held = slot;
    if (held != null) {
      held.close();
    }
  }

  private @Nullable Trouble attempt() {
    Attempt next = new Attempt(parts.upstream(), parts.config(), this);
    attempt = next;
    Trouble end = ending.get();
    if (end != null) {
      next.end(end);
    }
    return next.run(request, parts.watchdog());
  }

  private boolean waitForNextTry(Trouble trouble) {
    Attempt failed = attempt;
    Duration asked = trouble.failure().retryAfter();
    if (!trouble.retriable()
        || isCancelled()
        || (failed != null && failed.begun())
        || tries >= parts.config().tries()
        || asked.compareTo(Backoff.LONGEST) > 0) {
      return false;
    }
    try {
      return !cancelled.await(
          parts.backoff().before(tries, asked).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  @Override
  public void sent() {
    if (!started) {
      started = true;
      tell(listener::started);
    }
  }

  @Override
  public void text(String piece) {
    partial = true;
    begun();
    tell(() -> listener.text(piece));
  }

  @Override
  public void reasoning(String piece) {
    begun();
    tell(() -> listener.reasoning(piece));
  }

  private void begun() {
    if (firstToken.isZero()) {
      firstToken = elapsed();
    }
  }

  /** A listener that throws has gone: nobody hears the rest. */
  private void tell(Runnable what) {
    telling.lock();
    try {
      what.run();
    } catch (RuntimeException e) {
      LOG.warn("event=listener-failed exception={}", e.getClass().getName());
      cancel();
    } finally {
      telling.unlock();
    }
  }

  @Override
  public void answered(ChatResponse response, String text, int pieces) {
    Completion completion =
        Completions.of(
            response,
            text,
            parts.config().model(),
            new Completions.Times(queued, firstToken, elapsed()));
    told = true;
    parts.running().remove(this);
    giveSlotBack();
    observe(
        null,
        completion.promptTokens(),
        completion.completionTokens() > 0 ? completion.completionTokens() : pieces);
    tell(() -> listener.completed(completion));
  }

  private void failed(Trouble trouble) {
    told = true;
    parts.running().remove(this);
    Attempt last = attempt;
    observe(trouble.failure().kind(), 0, last == null ? 0 : last.pieces());
    tell(() -> listener.failed(trouble.failure(), partial));
  }

  private void observe(ModelFailure.@Nullable Kind failure, int promptTokens, int tokens) {
    String asked = request.parameters().modelName();
    Generated figures =
        new Generated(
            asked == null ? parts.config().model() : asked,
            origin.agent(),
            origin.lane(),
            failure,
            queued,
            firstToken,
            tries == 0 ? Duration.ZERO : elapsed(),
            promptTokens,
            tokens,
            tries);
    if (admittedByHealth) {
      parts.health().generated(figures);
    }
    parts.observers().forEach(observer -> observer.generated(figures));
  }
}
