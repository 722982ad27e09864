/** Two small linear classifiers, and the program that trains them. See docs/adr/0009. */
@NullMarked
package dev.ratchet.assistant.safety.classifier;

import org.jspecify.annotations.NullMarked;
