package dev.ratchet.assistant.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which messages an index holds, and which of them stand beside each other. Thread-safe. */
final class Places {
  /** Where and when a message was said. */
  record Place(String sessionId, long number, long atMillis) {}

  private final Map<String, Place> byId = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentNavigableMap<Long, String>> sessions =
      new ConcurrentHashMap<>();

  void put(MemoryEntry entry) {
    remove(entry.id());
    byId.put(entry.id(), new Place(entry.sessionId(), entry.place(), entry.atMillis()));
    sessions
        .computeIfAbsent(entry.sessionId(), id -> new ConcurrentSkipListMap<>())
        .put(entry.place(), entry.id());
  }

  void remove(String id) {
    Place place = byId.remove(id);
    if (place != null) {
      sessions.computeIfPresent(
          place.sessionId(),
          (session, messages) -> {
            messages.remove(place.number(), id);
            return messages.isEmpty() ? null : messages;
          });
    }
  }

  void clear() {
    byId.clear();
    sessions.clear();
  }

  Optional<Place> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  boolean fits(String id, RecallFilter filter) {
    Place place = byId.get(id);
    return place != null && filter.fits(place.sessionId(), place.atMillis());
  }

  /** Ids of the messages just before and after. */
  List<String> beside(String id) {
    List<String> beside = new ArrayList<>();
    Place place = byId.get(id);
    ConcurrentNavigableMap<Long, String> messages =
        place == null ? null : sessions.get(place.sessionId());
    if (messages != null && place != null) {
      Map.Entry<Long, String> before = messages.lowerEntry(place.number());
      Map.Entry<Long, String> after = messages.higherEntry(place.number());
      if (before != null) {
        beside.add(before.getValue());
      }
      if (after != null) {
        beside.add(after.getValue());
      }
    }
    return beside;
  }

  int size() {
    return byId.size();
  }
}
