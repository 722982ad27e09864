package dev.ratchet.faiss;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;

/** LangChain4j's own tests of stores and their filters. */
class FlatStoreIT extends EmbeddingStoreWithFilteringIT {
  private final FaissEmbeddingStore store = new FaissEmbeddingStore(settings(), Runnable::run);

  FaissSettings settings() {
    return FaissSettings.DEFAULT;
  }

  @Override
  protected EmbeddingStore<TextSegment> embeddingStore() {
    return store;
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return MiniLm.MODEL;
  }

  @Override
  protected boolean supportsContains() {
    return true;
  }
}
