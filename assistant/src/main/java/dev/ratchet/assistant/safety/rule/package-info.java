/** The rules on the way in: each is one class, one test, one page, and one line in a registry. */
@NullMarked
package dev.ratchet.assistant.safety.rule;

import org.jspecify.annotations.NullMarked;
