package dev.ratchet.cli.client.chat;

import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/** Reads what is typed while an answer comes. */
final class Ahead {
  /** The next prompt comes so much later at most. */
  private static final long STEP_MILLIS = 50;

  private static final String STOP = "/stop\n";

  private final NonBlockingReader keys;
  private final Runnable interrupt;
  private final StringBuilder typed = new StringBuilder();
  private final Thread thread;
  private volatile boolean over;

  Ahead(NonBlockingReader keys, Runnable interrupt) {
    this.keys = keys;
    this.interrupt = interrupt;
    this.thread = Thread.ofPlatform().daemon().name("keys").start(this::read);
  }

  private void read() {
    try {
      while (!over) {
        int key = keys.read(STEP_MILLIS);
        if (key == NonBlockingReader.EOF) {
          return;
        }
        if (key >= 0) {
          take((char) key);
        }
      }
    } catch (IOException gone) {
      // The terminal is gone, and who reads next hears of it.
    }
  }

  private void take(char key) {
    typed.append(key == '\r' ? '\n' : key);
    String lines = "\n" + typed;
    if (lines.endsWith("\n" + STOP)) {
      typed.setLength(typed.length() - STOP.length());
      interrupt.run();
    }
  }

  /** Returns what was typed that is for nobody yet. */
  String end() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return typed.toString();
  }
}
