/** Targets: the repositories that runs work on. */
@NullMarked
package dev.ratchet.api.target;

import org.jspecify.annotations.NullMarked;
