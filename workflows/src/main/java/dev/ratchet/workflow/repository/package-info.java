@NullMarked
package dev.ratchet.workflow.repository;

import org.jspecify.annotations.NullMarked;
