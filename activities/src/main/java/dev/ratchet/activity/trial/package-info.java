/** Builds and tests in the sandbox: the baseline, and stacks of candidates against it. */
@NullMarked
package dev.ratchet.activity.trial;

import org.jspecify.annotations.NullMarked;
