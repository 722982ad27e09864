/** The process that hosts workflows and activities. */
@NullMarked
package dev.ratchet.worker;

import org.jspecify.annotations.NullMarked;
