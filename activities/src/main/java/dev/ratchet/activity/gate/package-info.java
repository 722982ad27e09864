/**
 * The gates that a candidate passes, cheapest first: one class, one test and one page of docs each.
 */
@NullMarked
package dev.ratchet.activity.gate;

import org.jspecify.annotations.NullMarked;
