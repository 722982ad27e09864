package dev.ratchet.workflow;

/** Names of task queues. */
public final class TaskQueues {
  /** Workflows of all kinds. */
  public static final String WORKFLOWS = "ratchet";

  private TaskQueues() {}

  /** Activities that read or write the mirrors, work trees and caches of one home. */
  public static String home(String homeId) {
    return "git-" + homeId;
  }
}
