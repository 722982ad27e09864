package dev.ratchet.faiss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which entry has which id and which slot. A slot whose entry is gone stays, as a tombstone. */
final class Entries {
  private final Map<String, Entry> byId = new HashMap<>();
  private final List<@Nullable Entry> bySlot = new ArrayList<>();

  int size() {
    return byId.size();
  }

  int slots() {
    return bySlot.size();
  }

  int tombstones() {
    return bySlot.size() - byId.size();
  }

  @Nullable Entry get(String id) {
    return byId.get(id);
  }

  @Nullable Entry at(int slot) {
    return bySlot.get(slot);
  }

  Collection<Entry> all() {
    return byId.values();
  }

  /** Gives the entry the next slot; an earlier one of its id becomes a tombstone. */
  void append(Entry entry) {
    entry.slot = bySlot.size();
    bySlot.add(entry);
    Entry former = byId.put(entry.id, entry);
    if (former != null) {
      bySlot.set(former.slot, null);
    }
  }

  void appendTombstone() {
    bySlot.add(null);
  }

  boolean remove(String id) {
    Entry former = byId.remove(id);
    if (former != null) {
      bySlot.set(former.slot, null);
    }
    return former != null;
  }

  void clear() {
    byId.clear();
    bySlot.clear();
  }

  /** The slots whose entries fit, in order. */
  int[] slotsOf(Predicate<Entry> fits) {
    int[] slots = new int[byId.size()];
    int count = 0;
    for (Entry entry : bySlot) {
      if (entry != null && fits.test(entry)) {
        slots[count++] = entry.slot;
      }
    }
    return Arrays.copyOf(slots, count);
  }

  /** Says where vectors were copied to; an entry that has gone since leaves a tombstone there. */
  void move(List<Entry> copied) {
    bySlot.clear();
    for (Entry entry : copied) {
      boolean lives = byId.get(entry.id) == entry;
      entry.slot = bySlot.size();
      bySlot.add(lives ? entry : null);
    }
  }
}
