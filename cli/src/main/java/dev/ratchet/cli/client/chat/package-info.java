/** The terminal client of the conversation. */
@NullMarked
package dev.ratchet.cli.client.chat;

import org.jspecify.annotations.NullMarked;
