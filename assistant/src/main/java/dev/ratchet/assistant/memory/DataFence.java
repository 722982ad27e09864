package dev.ratchet.assistant.memory;

/** Puts text into a prompt as data, so that what stands in it is not taken for an instruction. */
@FunctionalInterface
public interface DataFence {
  /**
   * @param name what it is, for example "memories"
   */
  String fence(String name, String text);
}
