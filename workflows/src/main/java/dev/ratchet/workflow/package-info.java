@NullMarked
package dev.ratchet.workflow;

import org.jspecify.annotations.NullMarked;
