package dev.ratchet.assistant.model;

/** What the generations of one gateway share. */
record GatewayParts(
    LmStudioConfig config,
    ModelSlots slots,
    Upstream upstream,
    Watchdog watchdog,
    Backoff backoff) {}
