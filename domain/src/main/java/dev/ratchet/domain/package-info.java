/** The records and sealed types that all other modules speak in. Immutable, checked when made. */
@NullMarked
package dev.ratchet.domain;

import org.jspecify.annotations.NullMarked;
