@NullMarked
package dev.ratchet.activity;

import org.jspecify.annotations.NullMarked;
