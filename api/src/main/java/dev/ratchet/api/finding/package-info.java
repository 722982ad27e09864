/** What a run found in its target, and what became of each finding. */
@NullMarked
package dev.ratchet.api.finding;

import org.jspecify.annotations.NullMarked;
