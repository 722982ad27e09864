package dev.ratchet.assistant.memory;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

/** The embedding model that lives in this process. */
public final class MiniLm {
  /** Of the vectors that it makes: those of another one are made anew. */
  public static final String NAME = "all-MiniLM-L6-v2-q";

  private MiniLm() {}

  /** Loads it: some 100 MB, once a process. It tells nobody that it was loaded. */
  public static EmbeddingModel load() {
    // The library of its tokenizer would, when it is loaded.
    System.setProperty("OPT_OUT_TRACKING", "true");
    return new AllMiniLmL6V2QuantizedEmbeddingModel();
  }
}
