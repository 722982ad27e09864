/**
 * Runs untrusted commands, a target's build above all, within limits that hold for the whole
 * process tree.
 */
@NullMarked
package dev.ratchet.activity.sandbox;

import org.jspecify.annotations.NullMarked;
