package dev.ratchet.activity.sandbox;

import java.util.function.Supplier;

/** A way to make sandboxes, which this machine may or may not have. */
interface Tier {
  String name();

  /** Looks what is there, without running anything in a sandbox. */
  Look look() throws InterruptedException;

  /** What was found. */
  sealed interface Look {
    /**
     * @param machine what the self-test's result depends on beside the boot and the kernel
     * @param mend the line that mends a machine whose self-test fails
     */
    record Candidate(Sandbox sandbox, String machine, Supplier<String> mend) implements Look {}

    record Missing(String why, String mend) implements Look {}
  }
}
