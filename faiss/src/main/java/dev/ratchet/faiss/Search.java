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

  List<Hit> nearest(int most, @Nullable Predicate<Entry> fits) {
    int wanted = Math.min(most, entries.size());
    boolean plain = fits == null && entries.tombstones() == 0;
    Predicate<Entry> test = fits == null ? any -> true : fits;
    if (index.isGraph()) {
      return followed(wanted, test);
    }
    return plain ? interesting(index.search(query, wanted)) : compared(wanted, test);
  }

  private List<Hit> followed(int wanted, Predicate<Entry> fits) {
    // A graph looks at that many anyway.
    long asked = Math.max(wanted, index.efSearch());
    while (asked <= MOST_FOLLOWED) {
      List<Hit> found = index.search(query, (int) asked);
      List<Hit> fitting = found.stream().filter(hit -> fits(hit, fits)).toList();
      boolean belowLeast = !found.isEmpty() && found.getLast().product() < least;
      if (fitting.size() >= wanted || belowLeast) {
        return interesting(fitting.subList(0, Math.min(wanted, fitting.size())));
      }
      if (fitting.isEmpty()) {
        break;
      }
      // As many more as it takes if as many of them fit, and some on top.
      asked = Math.max(2 * asked, 2 * asked * wanted / fitting.size());
    }
    return compared(wanted, fits);
  }

  private boolean fits(Hit hit, Predicate<Entry> fits) {
    Entry entry = entries.at(hit.slot());
    return entry != null && fits.test(entry);
  }

  private List<Hit> compared(int wanted, Predicate<Entry> fits) {
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
    return interesting(nearest);
  }

  private List<Hit> interesting(List<Hit> hits) {
    return hits.stream().filter(hit -> hit.product() >= least).toList();
  }
}
