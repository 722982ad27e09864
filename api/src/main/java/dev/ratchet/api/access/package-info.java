/** Tokens: who may come in, and as what. */
@NullMarked
package dev.ratchet.api.access;

import org.jspecify.annotations.NullMarked;
