package dev.ratchet.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.platform.access.Token;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Apart from other tests, which come from the same address. */
@Timeout(120)
class GuessingIT {
  @TempDir Path folder;

  @Test
  void refusesGuessesAfterAWhileButNotWhoWasInBefore() {
    try (RunningApi api = new RunningApi(folder)) {
      assertThat(api.get("/api/v1/targets").statusCode()).isEqualTo(200);
      int status = 0;
      for (int guess = 0; guess < 20 && status != 429; guess++) {
        status =
            api.send(
                    HttpRequest.newBuilder(api.uri("/api/v1/targets"))
                        .header("Authorization", "Bearer " + Token.make("guess").text()))
                .statusCode();
      }
      assertThat(status).isEqualTo(429);
      assertThat(api.get("/api/v1/targets").statusCode()).isEqualTo(200);
    }
  }
}
