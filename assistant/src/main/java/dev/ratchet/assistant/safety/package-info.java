/** The filter on what people say, on data that enters a prompt, and on what the model answers. */
@NullMarked
package dev.ratchet.assistant.safety;

import org.jspecify.annotations.NullMarked;
