/**
 * Access to the language model: which server, whose turn it is, and what to do when it is slow or
 * gone.
 */
@NullMarked
package dev.ratchet.assistant.model;

import org.jspecify.annotations.NullMarked;
