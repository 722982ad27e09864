/**
 * Ratchet's own rules: each finds one concern and edits it by source range, leaving every other
 * byte alone. One class, one test, one page.
 */
@NullMarked
package dev.ratchet.activity.rule;

import org.jspecify.annotations.NullMarked;
