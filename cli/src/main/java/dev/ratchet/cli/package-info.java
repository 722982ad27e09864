@NullMarked
package dev.ratchet.cli;

import org.jspecify.annotations.NullMarked;
