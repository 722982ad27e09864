package dev.ratchet.cli.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.cli.client.ApiClient;
import dev.ratchet.cli.client.Output;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneQuestionTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Output output =
      new Output(new PrintWriter(out, true), new PrintWriter(err, true), false);
  private ChatDouble server;
  private ApiClient client;

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private OneQuestion question() {
    client = new ApiClient(server.endpoint());
    return new OneQuestion(client, output, "What?", "s-1", "assistant");
  }

  @Test
  void printsTheAnswerAloneToStandardOutput() {
    server =
        new ChatDouble(
            (question, turn) ->
                turn.begins()
                    .tells("reasoning", "{\"text\":\"hm\"}")
                    .says("An ")
                    .says("\ud83d\ude00 answer")
                    .tells(
                        "done",
                        "{\"finishReason\":\"stop\",\"usage\":{},\"degraded\":\"cached\",\"partial\":false}"));
    assertThat(question().print()).isZero();
    assertThat(out.toString()).isEqualTo("An \ud83d\ude00 answer\n");
    assertThat(err.toString()).contains("earlier answer to the same question");
    assertThat(server.questions.getFirst().path("session").asText()).isEqualTo("s-1");
  }

  @Test
  void printsOneObjectForPrograms() throws Exception {
    server =
        new ChatDouble(
            (question, turn) ->
                turn.begins()
                    .tells("reasoning", "{\"text\":\"hm\"}")
                    .tells("recalled", "{\"memories\":[{\"text\":\"tea\",\"score\":0.5}]}")
                    .says("An ")
                    .says("answer")
                    .ends());
    assertThat(question().printJson()).isZero();
    JsonNode json = ApiClient.JSON.readTree(out.toString());
    assertThat(json.path("text").asText()).isEqualTo("An answer");
    assertThat(json.path("reasoning").asText()).isEqualTo("hm");
    assertThat(json.at("/recalled/0/text").asText()).isEqualTo("tea");
    assertThat(json.at("/usage/completionTokens").asInt()).isEqualTo(7);
    assertThat(json.path("session").asText()).isEqualTo("s-1");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void failsWithWhatCameSoFar() throws Exception {
    server =
        new ChatDouble(
            (question, turn) ->
                turn.begins()
                    .says("Half")
                    .tells(
                        "error",
                        "{\"kind\":\"UNAVAILABLE\",\"message\":\"the model is gone\",\"retryAfterSeconds\":7,\"partial\":true}"));
    assertThat(question().print()).isEqualTo(7);
    assertThat(out.toString()).isEqualTo("Half\n");
    assertThat(err.toString()).contains("not whole", "the model is gone", "try again in 7 s");
    out.getBuffer().setLength(0);
    assertThat(question().printJson()).isEqualTo(7);
    JsonNode json = ApiClient.JSON.readTree(out.toString());
    assertThat(json.at("/error/kind").asText()).isEqualTo("UNAVAILABLE");
    assertThat(json.path("text").asText()).isEqualTo("Half");
    assertThat(json.path("partial").asBoolean()).isTrue();
  }
}
