@NullMarked
package dev.ratchet.workflow.improvement;

import org.jspecify.annotations.NullMarked;
