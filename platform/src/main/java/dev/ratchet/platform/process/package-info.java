/** Processes of the operating system, by names that stay true. */
@NullMarked
package dev.ratchet.platform.process;

import org.jspecify.annotations.NullMarked;
