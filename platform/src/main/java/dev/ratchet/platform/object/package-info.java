/** The content-addressed object store. */
@NullMarked
package dev.ratchet.platform.object;

import org.jspecify.annotations.NullMarked;
