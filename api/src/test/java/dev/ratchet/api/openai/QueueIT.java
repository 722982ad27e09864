package dev.ratchet.api.openai;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.StubAnswer;
import dev.ratchet.assistant.model.StubModel;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One slot, and a queue in which four may wait. */
@Timeout(120)
class QueueIT {
  @TempDir static Path folder;
  static StubModel model;
  static RunningApi api;

  @BeforeAll
  static void start() {
    model = StubModel.start();
    api = new RunningApi(folder, LmStudioConfig.STANDARD.at(model.url()).withSlots(1, 4));
  }

  @AfterAll
  static void stop() {
    api.close();
    model.close();
  }

  @Test
  void letsOneAfterTheOtherInAndRefusesWhomItCannotKeep() throws Exception {
    CompletionsIT.requireGood(api);
    model.usually(StubAnswer.of("slow").delayed(Duration.ofSeconds(2)));
    List<Wire> waiting = new ArrayList<>();
    waiting.add(Wire.asking(api, CompletionsIT.plain()));
    assertThat(StubModel.await(Duration.ofSeconds(5), () -> model.active() == 1)).isTrue();
    // Of one user a quarter of the queue, so that others have a chance.
    waiting.add(Wire.asking(api, CompletionsIT.plain()));
    Thread.sleep(300);
    HttpResponse<String> refused = api.post("/v1/chat/completions", CompletionsIT.stream());
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
    assertThat(json(refused).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    // Who leaves the queue makes room, and the model hears nothing of it.
    int before = model.requests().size();
    waiting.getLast().close();
    Thread.sleep(300);
    waiting.add(Wire.asking(api, CompletionsIT.plain()));
    assertThat(waiting.getFirst().until("slow")).contains("200 OK");
    assertThat(waiting.getLast().until("slow")).contains("200 OK");
    assertThat(model.requests()).hasSize(before + 1);
    assertThat(model.mostActive()).isEqualTo(1);
    for (Wire wire : waiting) {
      wire.close();
    }
  }
}
