/**
 * The small local model: where it is fetched from, how it is started; and the choice of a model.
 */
@NullMarked
package dev.ratchet.cli.model;

import org.jspecify.annotations.NullMarked;
