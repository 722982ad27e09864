/** The events of a run as server-sent events. */
@NullMarked
package dev.ratchet.api.event;

import org.jspecify.annotations.NullMarked;
