/** Named agents: their prompts, tools, parameters and the role they need. */
@NullMarked
package dev.ratchet.assistant.agent;

import org.jspecify.annotations.NullMarked;
