/** The endpoints that clients of OpenAI's protocol know. */
@NullMarked
package dev.ratchet.api.openai;

import org.jspecify.annotations.NullMarked;
