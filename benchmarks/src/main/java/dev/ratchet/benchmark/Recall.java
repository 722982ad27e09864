package dev.ratchet.benchmark;

import dev.ratchet.assistant.memory.RecallQuality;
import java.io.IOException;

/** How often recall finds the messages that hold the answer. */
public final class Recall {
  private Recall() {}

  /** Arguments: the packaged system, which is not used, and a file of conversations. */
  public static void main(String[] arguments) throws IOException {
    RecallQuality.main(new String[] {arguments[1]});
  }
}
