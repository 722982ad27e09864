/** The rules on the way out, and the scanner that applies them to a stream. */
@NullMarked
package dev.ratchet.assistant.safety.output;

import org.jspecify.annotations.NullMarked;
