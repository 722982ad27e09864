package dev.ratchet.assistant.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait in one process: an earlier lane first, and in a lane each user in turn, however
 * many requests one has. Not thread-safe.
 */
final class WaitingLine<W> {
  private final Map<Lane, SequencedMap<String, Deque<W>>> lanes = new EnumMap<>(Lane.class);
  private final LaneCounts sizes = new LaneCounts();

  WaitingLine() {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new LinkedHashMap<>());
    }
  }

  private SequencedMap<String, Deque<W>> users(Lane lane) {
    SequencedMap<String, Deque<W>> users = lanes.get(lane);
    if (users == null) {
      throw new IllegalStateException("no lane " + lane);
    }
    return users;
  }

  void add(Lane lane, String user, W waiter) {
    users(lane).computeIfAbsent(user, none -> new ArrayDeque<>()).addLast(waiter);
    sizes.add(lane, 1);
  }

  /** Takes out the next; null when nobody waits. */
  @Nullable W poll() {
    for (Lane lane : Lane.values()) {
      var first = users(lane).pollFirstEntry();
      if (first != null) {
        W waiter = first.getValue().removeFirst();
        if (!first.getValue().isEmpty()) {
          users(lane).put(first.getKey(), first.getValue());
        }
        sizes.add(lane, -1);
        return waiter;
      }
    }
    return null;
  }

  /** Whether it was there. */
  boolean remove(Lane lane, String user, W waiter) {
    Deque<W> own = users(lane).get(user);
    if (own == null || !own.remove(waiter)) {
      return false;
    }
    if (own.isEmpty()) {
      users(lane).remove(user);
    }
    sizes.add(lane, -1);
    return true;
  }

  int size() {
    return sizes.total();
  }

  LaneCounts sizes() {
    return sizes.copy();
  }

  /** Those of a lane and of earlier ones. */
  int sizeUpTo(Lane lane) {
    return sizes.upTo(lane);
  }

  int sizeOf(Lane lane, String user) {
    Deque<W> own = users(lane).get(user);
    return own == null ? 0 : own.size();
  }

  /** How many different users wait. */
  int users() {
    Set<String> names = new HashSet<>();
    lanes.values().forEach(users -> names.addAll(users.keySet()));
    return names.size();
  }

  /** All of a lane, in the order in which they would be polled. */
  List<W> inOrder(Lane lane) {
    List<W> order = new ArrayList<>(sizes.get(lane));
    List<Deque<W>> left = new ArrayList<>();
    users(lane).values().forEach(own -> left.add(new ArrayDeque<>(own)));
    while (!left.isEmpty()) {
      left.forEach(own -> order.add(own.removeFirst()));
      left.removeIf(Deque::isEmpty);
    }
    return order;
  }
}
