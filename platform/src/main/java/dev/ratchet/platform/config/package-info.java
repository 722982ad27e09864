/**
 * Configuration: defaults, one YAML file, environment variables and flags, each stronger than the
 * one before.
 */
@NullMarked
package dev.ratchet.platform.config;

import org.jspecify.annotations.NullMarked;
