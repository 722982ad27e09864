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
  final int hash;
  // Changes when the index is rebuilt.
  int slot;
  // Another one with the same vector.
  @Nullable Entry twin;

  /**
   * @param hash of the vector
   */
  Entry(String id, float length, int hash, @Nullable TextSegment segment) {
    this.id = id;
    this.length = length;
    this.hash = hash;
    this.segment = segment;
  }

  boolean fits(Filter filter) {
    return filter.test(segment == null ? NO_METADATA : segment.metadata());
  }
}
