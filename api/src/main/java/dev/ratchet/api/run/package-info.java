/** Runs: starting, reading, steering them. */
@NullMarked
package dev.ratchet.api.run;

import org.jspecify.annotations.NullMarked;
