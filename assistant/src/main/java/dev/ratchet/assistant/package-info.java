/** The assistant: what people say to it, and what it answers. */
@NullMarked
package dev.ratchet.assistant;

import org.jspecify.annotations.NullMarked;
