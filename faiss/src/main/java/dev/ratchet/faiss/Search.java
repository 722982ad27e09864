package dev.ratchet.faiss;

import dev.ratchet.faiss.VectorIndex.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nearest entries that live and fit. A graph knows neither tombstones nor filters, so it
 * is asked for more than is wanted; where few of what it finds fit, all that fit are compared.
 */
final class Search {
  /** Following links to more than these takes longer than to compare what fits. */
  private static final int MOST_FOLLOWED = 1_024;

  private final Entries entries;
  private final VectorIndex index;
  private final float[] query;
  private final float least;

  /**
   * @param least product that is of interest
   */
  Search(Entries entries, VectorIndex index, float[] query, float least) {
    this.entries = entries;
    this.index = index;
    this.query = query;
    this.least = least;
  }

  record Found(Entry entry, float product) {}

  List<Found> nearest(int most, @Nullable Predicate<Entry> filter) {
    int wanted = Math.min(most, entries.size());
    Predicate<Entry> fits = filter == null ? any -> true : filter;
    if (index.isGraph()) {
      return followed(wanted, fits);
    }
    boolean all = filter == null && entries.tombstones() == 0;
    return all ? entriesOf(index.search(query, wanted), wanted, fits) : compared(wanted, fits);
  }

  private List<Found> followed(int wanted, Predicate<Entry> fits) {
    // A graph looks at that many anyway.
    long asked = Math.max(wanted, index.efSearch());
    while (asked <= MOST_FOLLOWED) {
      List<Hit> hits = index.search(query, (int) asked);
      List<Found> found = entriesOf(hits, wanted, fits);
      boolean restIsLess = !hits.isEmpty() && hits.getLast().product() < least;
      if (found.size() == wanted || restIsLess) {
        return found;
      }
      if (found.isEmpty()) {
        break;
      }
      // As many more as it takes if as many of them fit, and some on top.
      asked = Math.max(2 * asked, 2 * asked * wanted / found.size());
    }
    return compared(wanted, fits);
  }

  private List<Found> compared(int wanted, Predicate<Entry> fits) {
    int[] slots = entries.slotsOf(fits);
    float[] products = index.products(query, slots);
    PriorityQueue<Hit> best = new PriorityQueue<>(Comparator.comparingDouble(Hit::product));
    for (int i = 0; i < slots.length; i++) {
      if (best.size() < wanted) {
        best.add(new Hit(slots[i], products[i]));
      } else if (wanted > 0 && products[i] > best.element().product()) {
        best.remove();
        best.add(new Hit(slots[i], products[i]));
      }
    }
    List<Hit> nearest = new ArrayList<>(best);
    nearest.sort(Comparator.comparingDouble(Hit::product).reversed());
    return entriesOf(nearest, wanted, fits);
  }

  private List<Found> entriesOf(List<Hit> hits, int wanted, Predicate<Entry> fits) {
    List<Found> found = new ArrayList<>(wanted);
    for (Hit hit : hits) {
      if (hit.product() < least) {
        break;
      }
      Entry entry = entries.at(hit.slot());
      for (; entry != null && found.size() < wanted; entry = entry.twin) {
        if (fits.test(entry)) {
          found.add(new Found(entry, hit.product()));
        }
      }
    }
    return found;
  }
}
