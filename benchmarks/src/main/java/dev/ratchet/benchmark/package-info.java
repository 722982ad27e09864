/** Programs that drill and measure a whole running system from outside. */
@NullMarked
package dev.ratchet.benchmark;

import org.jspecify.annotations.NullMarked;
