/** Makes candidate commits of what analysis suggests, deterministically. */
@NullMarked
package dev.ratchet.activity.proposal;

import org.jspecify.annotations.NullMarked;
