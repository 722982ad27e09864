package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.Output;
import java.util.List;

/** A person at a terminal. Used by one thread. */
interface Keyboard extends AutoCloseable {
  /** What a person does when asked for input. */
  sealed interface Input {
    /**
     * @param text without blanks around it; may be empty and may have several lines
     */
    record Text(String text) implements Input {}

    /** Ctrl-C, with nothing typed. */
    record Interrupt() implements Input {}

    /** Ctrl-D. */
    record End() implements Input {}
  }

  Input read(String prompt);

  /** What Arrow-Up brings back, oldest first, instead of what it brought back until now. */
  void recallable(List<String> messages);

  /**
   * Until it is closed, Ctrl-C and a typed "/stop" interrupt; what else is typed is kept for the
   * next {@link #read}.
   */
  Watch watch(Runnable interrupt);

  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  Output output();

  @Override
  void close();
}
