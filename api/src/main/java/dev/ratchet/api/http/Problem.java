package dev.ratchet.api.http;

import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param type names the kind of error for programs, "urn:ratchet:problem:…"
 * @param detail what was wrong, where, and what would be right
 * @param instance path of the request
 */
public record Problem(
    String type, String title, int status, @Nullable String detail, String instance) {}
