package dev.ratchet.faiss;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import org.jspecify.annotations.Nullable;

/** What is known of a vector beside its numbers. */
final class Entry {
  private static final Metadata NO_METADATA = new Metadata();

  final String id;
  final @Nullable TextSegment segment;
  // Of the vector as it was given; the index holds it at length 1.
  final float length;
  // Changes when the index is rebuilt.
  int slot;

  Entry(String id, UnitVector vector, @Nullable TextSegment segment) {
    this(id, vector.length(), segment);
  }

  Entry(String id, float length, @Nullable TextSegment segment) {
    this.id = id;
    this.length = length;
    this.segment = segment;
  }

  boolean fits(Filter filter) {
    return filter.test(segment == null ? NO_METADATA : segment.metadata());
  }
}
