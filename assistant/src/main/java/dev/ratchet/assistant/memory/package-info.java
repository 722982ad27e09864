/** What is remembered: sessions, turns, summaries, and recall of what was said. */
@NullMarked
package dev.ratchet.assistant.memory;

import org.jspecify.annotations.NullMarked;
