@NullMarked
package dev.ratchet.worker;

import org.jspecify.annotations.NullMarked;
