package dev.ratchet.platform.redis;

/** Names of the channels that processes tell each other something on; nothing relies on them. */
public final class Channels {
  /** Says that the emergency stop was engaged or released: look at once. */
  public static final String EMERGENCY_STOP = "ratchet:{control}:emergency-stop";

  private Channels() {}
}
