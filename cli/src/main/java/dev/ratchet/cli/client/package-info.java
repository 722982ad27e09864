/** The commands that talk to a running system over HTTP. */
@NullMarked
package dev.ratchet.cli.client;

import org.jspecify.annotations.NullMarked;
