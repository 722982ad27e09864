/**
 * Reads a target's main code with PMD, Error Prone and our own rules, and says what is worth doing.
 */
@NullMarked
package dev.ratchet.activity.analysis;

import org.jspecify.annotations.NullMarked;
