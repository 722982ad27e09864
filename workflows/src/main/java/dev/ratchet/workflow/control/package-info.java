@NullMarked
package dev.ratchet.workflow.control;

import org.jspecify.annotations.NullMarked;
