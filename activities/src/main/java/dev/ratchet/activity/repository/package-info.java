/**
 * The target's mirror, and publishing to the target repository. All Git is JGit: no hooks, filters
 * or configuration of the target's run.
 */
@NullMarked
package dev.ratchet.activity.repository;

import org.jspecify.annotations.NullMarked;
