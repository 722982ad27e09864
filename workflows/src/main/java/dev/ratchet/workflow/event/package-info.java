@NullMarked
package dev.ratchet.workflow.event;

import org.jspecify.annotations.NullMarked;
