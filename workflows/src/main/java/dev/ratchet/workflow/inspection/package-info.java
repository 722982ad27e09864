@NullMarked
package dev.ratchet.workflow.inspection;

import org.jspecify.annotations.NullMarked;
