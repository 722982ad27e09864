/** What happens in a run, as a stream that many may follow. */
@NullMarked
package dev.ratchet.platform.event;

import org.jspecify.annotations.NullMarked;
