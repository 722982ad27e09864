@NullMarked
package dev.ratchet.workflow.analysis;

import org.jspecify.annotations.NullMarked;
