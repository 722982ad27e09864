@NullMarked
package dev.ratchet.workflow.trial;

import org.jspecify.annotations.NullMarked;
