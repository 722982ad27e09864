package dev.ratchet.api.openai;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.testing.RunningApi;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Needs no model server. */
@Timeout(120)
class EmbeddingsIT {
  @TempDir static Path folder;
  static RunningApi api;

  @BeforeAll
  static void start() {
    api = new RunningApi(folder);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void embedsEachTextOnceInOrder() {
    JsonNode alone = json(ask("\"input\":\"a cat sat\"")).path("data");
    JsonNode many = json(ask("\"input\":[\"tax law\",\"a cat sat\",\"one kitten was sitting\"]"));
    assertThat(many.path("data")).hasSize(3);
    assertThat(many.path("model").asText()).isEqualTo(Embeddings.MODEL);
    assertThat(many.at("/usage/prompt_tokens").asInt()).isGreaterThan(6);
    float[] law = vector(many.at("/data/0/embedding"));
    float[] cat = vector(many.at("/data/1/embedding"));
    assertThat(many.at("/data/2/index").asInt()).isEqualTo(2);
    float[] kitten = vector(many.at("/data/2/embedding"));
    assertThat(cat).hasSize(384).containsExactly(vector(alone.at("/0/embedding")), within(1e-3f));
    assertThat(dot(cat, cat)).isEqualTo(1, within(1e-3));
    assertThat(dot(cat, kitten)).isGreaterThan(dot(cat, law) + 0.3);
  }

  @Test
  void givesTheSameVectorInBase64() {
    float[] numbers = vector(json(ask("\"input\":\"a cat sat\"")).at("/data/0/embedding"));
    JsonNode coded =
        json(ask("\"encoding_format\":\"base64\",\"dimensions\":384,\"input\":\"a cat sat\""));
    byte[] bytes = Base64.getDecoder().decode(coded.at("/data/0/embedding").asText());
    float[] decoded = new float[384];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(decoded);
    assertThat(decoded).containsExactly(numbers, within(1e-6f));
  }

  @Test
  void takesHundredsAtOnce() {
    String texts = String.join(",", Collections.nCopies(300, "\"some words\""));
    assertThat(json(ask("\"input\":[" + texts + "]")).path("data")).hasSize(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"input\":\"\"|input",
        "\"input\":[]|input",
        "\"input\":[\"a\",\"\"]|input",
        "\"input\":[1,2]|input",
        "\"input\":{}|input",
        "\"user\":\"x\"|input",
        "\"input\":\"a\",\"dimensions\":100|dimensions",
        "\"input\":\"a\",\"encoding_format\":\"hex\"|encoding_format",
      })
  void saysWhichParameterIsWrong(String members, String parameter) {
    HttpResponse<String> answer = ask(members);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).at("/error/param").asText()).isEqualTo(parameter);
  }

  @Test
  void knowsNoOtherModel() {
    HttpResponse<String> answer = api.post("/v1/embeddings", "{\"model\":\"ada\",\"input\":\"a\"}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).at("/error/code").asText()).isEqualTo("model_not_found");
  }

  @Test
  void saysThatNoModelServerIsInUse() {
    HttpResponse<String> answer = api.post("/v1/chat/completions", CompletionsIT.plain());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).at("/error/code").asText()).isEqualTo("no_model");
  }

  private static HttpResponse<String> ask(String members) {
    HttpResponse<String> answer =
        api.post("/v1/embeddings", "{\"model\":\"all-minilm-l6-v2\",%s}".formatted(members));
    return answer;
  }

  private static float[] vector(JsonNode numbers) {
    float[] vector = new float[numbers.size()];
    for (int n = 0; n < vector.length; n++) {
      vector[n] = (float) numbers.get(n).asDouble();
    }
    return vector;
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int n = 0; n < one.length; n++) {
      sum += one[n] * other[n];
    }
    return sum;
  }
}
