/** The emergency stop. */
@NullMarked
package dev.ratchet.api.control;

import org.jspecify.annotations.NullMarked;
