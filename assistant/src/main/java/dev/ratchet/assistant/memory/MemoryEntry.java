package dev.ratchet.assistant.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the indexes know it.
 *
 * @param id of the message
 * @param place its place in the session: those before and after it have the next smaller and
 *     greater one
 * @param nearby what was said just before and after it
 * @param vectors of its pieces; null while nobody has made them
 */
record MemoryEntry(
    String id,
    String sessionId,
    long place,
    long atMillis,
    String text,
    String nearby,
    @Nullable List<float[]> vectors) {}
