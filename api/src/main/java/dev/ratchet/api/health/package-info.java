/** Whether this system works, for programs that watch it. */
@NullMarked
package dev.ratchet.api.health;

import org.jspecify.annotations.NullMarked;
