/** Texts as they are judged: normalised, cut into words, and decoded where they are encoded. */
@NullMarked
package dev.ratchet.assistant.safety.text;

import org.jspecify.annotations.NullMarked;
