package dev.ratchet.assistant.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A number for each lane. Not thread-safe while it is changed. */
final class LaneCounts {
  static final LaneCounts NONE = new LaneCounts();

  private final Map<Lane, Integer> counts = new EnumMap<>(Lane.class);

  /** In the order of {@link Lane}. */
  static LaneCounts of(int chat, int background, int improvement) {
    LaneCounts counts = new LaneCounts();
    counts.add(Lane.CHAT, chat);
    counts.add(Lane.BACKGROUND, background);
    counts.add(Lane.IMPROVEMENT, improvement);
    return counts;
  }

  LaneCounts copy() {
    return of(get(Lane.CHAT), get(Lane.BACKGROUND), get(Lane.IMPROVEMENT));
  }

  void add(Lane lane, int more) {
    counts.merge(lane, more, Integer::sum);
  }

  int get(Lane lane) {
    return counts.getOrDefault(lane, 0);
  }

  int total() {
    return upTo(Lane.IMPROVEMENT);
  }

  /** Of a lane and of earlier ones. */
  int upTo(Lane last) {
    int sum = 0;
    for (Lane lane : Lane.values()) {
      if (lane.compareTo(last) <= 0) {
        sum += get(lane);
      }
    }
    return sum;
  }

  List<Integer> inOrder() {
    return Stream.of(Lane.values()).map(this::get).toList();
  }
}
