/** The emergency stop as far as it needs no server: its latch, and who must obey it. */
@NullMarked
package dev.ratchet.platform.control;

import org.jspecify.annotations.NullMarked;
