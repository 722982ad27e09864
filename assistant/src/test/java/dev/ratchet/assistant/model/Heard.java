package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Remembers what a generation told. */
public final class Heard implements GenerationListener {
  private final CompletableFuture<Object> end = new CompletableFuture<>();
  private final List<String> pieces = new CopyOnWriteArrayList<>();
  private final List<String> thoughts = new CopyOnWriteArrayList<>();
  private final List<Integer> positions = new CopyOnWriteArrayList<>();
  private final List<String> order = new CopyOnWriteArrayList<>();
  private volatile boolean partial;

  @Override
  public void queued(int position, Duration expectedWait) {
    positions.add(position);
    order.add("queued");
  }

  @Override
  public void started() {
    order.add("started");
  }

  @Override
  public void text(String piece) {
    pieces.add(piece);
    order.add("text");
  }

  @Override
  public void reasoning(String piece) {
    thoughts.add(piece);
  }

  @Override
  public void completed(Completion completion) {
    order.add("completed");
    if (!end.complete(completion)) {
      throw new IllegalStateException("ended twice");
    }
  }

  @Override
  public void failed(ModelFailure failure, boolean some) {
    order.add("failed");
    partial = some;
    if (!end.complete(failure)) {
      throw new IllegalStateException("ended twice");
    }
  }

  public Completion completion() {
    return (Completion) outcome();
  }

  public ModelFailure failure() {
    return (ModelFailure) outcome();
  }

  private Object outcome() {
    try {
      return end.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("no end; heard " + order, e);
    }
  }

  public boolean ended() {
    return end.isDone();
  }

  public boolean partial() {
    return partial;
  }

  public String text() {
    return String.join("", pieces);
  }

  public String reasoning() {
    return String.join("", thoughts);
  }

  public int pieces() {
    return pieces.size();
  }

  public List<Integer> positions() {
    return List.copyOf(positions);
  }

  public List<String> order() {
    return new ArrayList<>(order);
  }
}
