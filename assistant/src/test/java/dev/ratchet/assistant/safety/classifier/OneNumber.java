package dev.ratchet.assistant.safety.classifier;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Embeds every text as one number and zeros, and remembers the texts; or fails. */
final class OneNumber implements EmbeddingModel {
  private final List<String> texts = new ArrayList<>();
  private final float number;
  private final @Nullable RuntimeException failure;

  OneNumber(float number) {
    this.number = number;
    failure = null;
  }

  OneNumber(RuntimeException failure) {
    number = 0;
    this.failure = failure;
  }

  List<String> texts() {
    return texts;
  }

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    if (failure != null) {
      throw failure;
    }
    segments.forEach(segment -> texts.add(segment.text()));
    float[] vector = new float[EmbeddingHead.DIMENSIONS];
    vector[0] = number;
    return Response.from(segments.stream().map(segment -> Embedding.from(vector)).toList());
  }
}
