/** What was measured over time. */
@NullMarked
package dev.ratchet.api.metric;

import org.jspecify.annotations.NullMarked;
