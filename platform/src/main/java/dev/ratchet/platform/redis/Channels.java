package dev.ratchet.platform.redis;

/** Names of the channels that processes tell each other something on; nothing relies on them. */
public final class Channels {
  /** Says that the emergency stop was engaged or released: look at once. */
  public static final String EMERGENCY_STOP = "ratchet:{control}:emergency-stop";

  /**
   * With the server's name after it: slots of a model server were given back, or are waited for.
   */
  public static final String MODEL_SLOTS = "ratchet:{model}:slots:";

  private Channels() {}
}
