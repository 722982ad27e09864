/** Talking to the assistant. */
@NullMarked
package dev.ratchet.api.chat;

import org.jspecify.annotations.NullMarked;
