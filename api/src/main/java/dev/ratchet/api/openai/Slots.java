package dev.ratchet.api.openai;

import dev.ratchet.api.http.ProblemException;
import java.io.IOException;

/** A model server works on few requests at a time: who may come next. Thread-safe. */
@FunctionalInterface
public interface Slots {
  /** For a model server that bears as many as come. */
  Slots UNLIMITED = (user, call) -> () -> {};

  /**
   * Waits for a turn.
   *
   * @param call that gives up waiting when it is ended
   * @throws ProblemException 429 when too many wait already
   * @throws IOException when the call was ended
   */
  Turn take(String user, ModelCall call) throws IOException;

  /** Closing it lets the next one in. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }
}
