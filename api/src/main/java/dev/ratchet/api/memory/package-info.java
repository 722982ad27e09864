/** What a user said and heard: sessions, their messages, and memories of all of them. */
@NullMarked
package dev.ratchet.api.memory;

import org.jspecify.annotations.NullMarked;
