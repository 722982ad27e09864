/** Improvements: reading, deciding and undoing them. */
@NullMarked
package dev.ratchet.api.improvement;

import org.jspecify.annotations.NullMarked;
