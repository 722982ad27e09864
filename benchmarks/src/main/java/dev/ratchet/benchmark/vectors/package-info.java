/** Search among vectors, beside others that do it. */
@NullMarked
package dev.ratchet.benchmark.vectors;

import org.jspecify.annotations.NullMarked;
