/** Vector indexes of FAISS. Knows no other module. */
@NullMarked
package dev.ratchet.faiss;

import org.jspecify.annotations.NullMarked;
