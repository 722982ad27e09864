/** How processes reach Temporal. */
@NullMarked
package dev.ratchet.workflow.connection;

import org.jspecify.annotations.NullMarked;
