package dev.ratchet.assistant.model;

import java.util.List;

/** What the generations of one gateway share. */
record GatewayParts(
    LmStudioConfig config,
    ModelSlots slots,
    ModelHealth health,
    List<ModelObserver> observers,
    Upstream upstream,
    Watchdog watchdog,
    Backoff backoff) {}
