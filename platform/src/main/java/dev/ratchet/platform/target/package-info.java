/** The repositories that Ratchet knows, and the numbers of their runs. */
@NullMarked
package dev.ratchet.platform.target;

import org.jspecify.annotations.NullMarked;
