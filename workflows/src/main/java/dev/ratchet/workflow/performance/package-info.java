/** Ratchet's look at its own speed and memory. */
@NullMarked
package dev.ratchet.workflow.performance;

import org.jspecify.annotations.NullMarked;
