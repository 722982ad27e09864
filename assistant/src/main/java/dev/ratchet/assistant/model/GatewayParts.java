package dev.ratchet.assistant.model;

/** What the generations of one gateway share. */
record GatewayParts(LmStudioConfig config, Upstream upstream, Watchdog watchdog, Backoff backoff) {}
