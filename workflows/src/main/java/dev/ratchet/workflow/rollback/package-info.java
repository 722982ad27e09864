@NullMarked
package dev.ratchet.workflow.rollback;

import org.jspecify.annotations.NullMarked;
