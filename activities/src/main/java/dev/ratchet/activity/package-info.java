/** The steps that touch the world. */
@NullMarked
package dev.ratchet.activity;

import org.jspecify.annotations.NullMarked;
