/** What is measured: for Prometheus as it is now, and in Redis over time. */
@NullMarked
package dev.ratchet.platform.metric;

import org.jspecify.annotations.NullMarked;
