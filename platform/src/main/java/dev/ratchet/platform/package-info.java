@NullMarked
package dev.ratchet.platform;

import org.jspecify.annotations.NullMarked;
