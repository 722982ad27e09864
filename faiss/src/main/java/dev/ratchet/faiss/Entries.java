package dev.ratchet.faiss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which entry has which id and which slot. Entries with the same vector share a slot: a graph in
 * which many have no distance between them falls apart, and people do say "thanks" a thousand
 * times. A slot whose entries are all gone stays, as a tombstone.
 */
final class Entries {
  static final int NO_SLOT = -1;

  private final Map<String, Entry> byId = new HashMap<>();
  // The first of those that share it.
  private final List<@Nullable Entry> bySlot = new ArrayList<>();
  private final Map<Integer, Integer> slotByHash = new HashMap<>();
  private int tombstones;

  int size() {
    return byId.size();
  }

  int slots() {
    return bySlot.size();
  }

  int tombstones() {
    return tombstones;
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

  /** The slot whose vector has this hash, or {@link #NO_SLOT}. */
  int slotOf(int hash) {
    return slotByHash.getOrDefault(hash, NO_SLOT);
  }

  /** Gives the entry the next slot, in place of an earlier one of its id. */
  void append(Entry entry) {
    entry.slot = bySlot.size();
    bySlot.add(entry);
    slotByHash.putIfAbsent(entry.hash, entry.slot);
    replace(entry);
  }

  /** Lets the entry share a slot, in place of an earlier one of its id. */
  void join(Entry entry, int slot) {
    entry.slot = slot;
    entry.twin = bySlot.get(slot);
    bySlot.set(slot, entry);
    replace(entry);
  }

  void appendTombstone() {
    bySlot.add(null);
    tombstones++;
  }

  private void replace(Entry entry) {
    Entry former = byId.put(entry.id, entry);
    if (former != null) {
      leave(former);
    }
  }

  boolean remove(String id) {
    Entry former = byId.remove(id);
    if (former != null) {
      leave(former);
    }
    return former != null;
  }

  private void leave(Entry former) {
    Entry first = bySlot.get(former.slot);
    if (first == former) {
      bySlot.set(former.slot, former.twin);
    } else {
      Entry before = first;
      while (before != null && before.twin != former) {
        before = before.twin;
      }
      if (before != null) {
        before.twin = former.twin;
      }
    }
    if (bySlot.get(former.slot) == null) {
      tombstones++;
      slotByHash.remove(former.hash, former.slot);
    }
  }

  void clear() {
    byId.clear();
    bySlot.clear();
    slotByHash.clear();
    tombstones = 0;
  }

  /** The slots with an entry that fits, in order. */
  int[] slotsOf(Predicate<Entry> fits) {
    int[] slots = new int[bySlot.size() - tombstones];
    int count = 0;
    for (int slot = 0; slot < bySlot.size(); slot++) {
      if (anyFits(bySlot.get(slot), fits)) {
        slots[count++] = slot;
      }
    }
    return Arrays.copyOf(slots, count);
  }

  private static boolean anyFits(@Nullable Entry first, Predicate<Entry> fits) {
    for (Entry entry = first; entry != null; entry = entry.twin) {
      if (fits.test(entry)) {
        return true;
      }
    }
    return false;
  }

  /** Slots that are no tombstones, from one on. */
  List<Integer> living(int from, int most) {
    List<Integer> living = new ArrayList<>();
    for (int slot = from; slot < bySlot.size() && living.size() < most; slot++) {
      if (bySlot.get(slot) != null) {
        living.add(slot);
      }
    }
    return living;
  }

  /** Renumbers the slots: these stay, in this order, and no other lives. */
  void renumber(List<Integer> slots) {
    List<@Nullable Entry> firsts = new ArrayList<>(slots.size());
    slots.forEach(slot -> firsts.add(bySlot.get(slot)));
    bySlot.clear();
    slotByHash.clear();
    tombstones = 0;
    for (Entry first : firsts) {
      int slot = bySlot.size();
      bySlot.add(first);
      if (first == null) {
        tombstones++;
      } else {
        slotByHash.putIfAbsent(first.hash, slot);
      }
      for (Entry entry = first; entry != null; entry = entry.twin) {
        entry.slot = slot;
      }
    }
  }
}
