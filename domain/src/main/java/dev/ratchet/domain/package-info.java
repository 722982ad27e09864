@NullMarked
package dev.ratchet.domain;

import org.jspecify.annotations.NullMarked;
