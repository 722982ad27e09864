/** Figures for Prometheus. */
@NullMarked
package dev.ratchet.platform.metric;

import org.jspecify.annotations.NullMarked;
