/** One user turn from the question to the saved answer. */
@NullMarked
package dev.ratchet.assistant.conversation;

import org.jspecify.annotations.NullMarked;
