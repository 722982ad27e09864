@NullMarked
package dev.ratchet.workflow.cycle;

import org.jspecify.annotations.NullMarked;
