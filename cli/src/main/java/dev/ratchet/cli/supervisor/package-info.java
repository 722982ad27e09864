/** Starts, watches and stops the processes of one installation. */
@NullMarked
package dev.ratchet.cli.supervisor;

import org.jspecify.annotations.NullMarked;
