package dev.ratchet.cli.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.cli.client.ApiClient;
import dev.ratchet.cli.client.ApiRefusal;
import dev.ratchet.cli.client.chat.Answer.Ending;
import dev.ratchet.cli.client.chat.ChatDouble.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that loses connections, forgets what it sent, and does not always listen. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnswerTest {
  private ChatDouble server;
  private ApiClient client;
  private final StringBuilder text = new StringBuilder();
  private final List<String> lost = new ArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Answer answer() {
    client = new ApiClient(server.endpoint());
    return new Answer(
        new ChatApi(client), Question.of("What?", null, "assistant"), Duration.ofMillis(5));
  }

  private Ending follow(Answer answer) {
    return answer.follow(this::take, lost::add);
  }

  private void take(ChatEvent event) {
    if (event instanceof ChatEvent.Text piece) {
      text.append(piece.text());
      begun.countDown();
    }
  }

  private static void oneTwoThree(Turn turn) {
    turn.begins().says("one ").says("two ").says("three").ends();
  }

  @Test
  void goesOnAfterEachLostConnectionAndPassesEverythingOnOnce() {
    server = new ChatDouble((question, turn) -> oneTwoThree(turn));
    server.cuts.addAll(List.of(2, 0, 1));
    Ending ending = follow(answer());
    assertThat(ending).isEqualTo(new Ending.Told(new ChatEvent.Done("stop", 5, 7, null, false)));
    assertThat(text).hasToString("one two three");
    String turn = server.questions.getFirst().path("turn").asText();
    String events = "GET /api/v1/chat/" + turn + "/events ";
    assertThat(server.asked)
        .containsExactly("POST /api/v1/chat", events + 2, events + 2, events + 3);
    assertThat(lost).hasSize(3);
  }

  @Test
  void printsNothingTwiceEvenWhenTheServerTellsItTwice() {
    server = new ChatDouble((question, turn) -> oneTwoThree(turn));
    server.forgetful = true;
    server.cuts.add(3);
    follow(answer());
    assertThat(text).hasToString("one two three");
  }

  @Test
  void sendsAQuestionAgainUnderTheSameTurnWhenItGotNoAnswer() {
    server = new ChatDouble((question, turn) -> oneTwoThree(turn));
    server.refusals.addAll(List.of(503, 0));
    follow(answer());
    assertThat(text).hasToString("one two three");
    assertThat(server.questions).hasSize(3).allMatch(server.questions.getFirst()::equals);
  }

  @Test
  void followsATurnThatIsKnownAlready() {
    server = new ChatDouble((question, turn) -> oneTwoThree(turn));
    server.refusals.addAll(List.of(0, 409));
    follow(answer());
    assertThat(text).hasToString("one two three");
  }

  @Test
  void saysWhyAQuestionIsNotTaken() {
    server = new ChatDouble((question, turn) -> oneTwoThree(turn));
    server.refusals.add(409);
    assertThatThrownBy(() -> follow(answer()))
        .isInstanceOf(ApiRefusal.class)
        .hasMessage("refused with 409");
    server.refusals.add(429);
    assertThatThrownBy(() -> follow(answer())).hasMessage("refused with 429");
  }

  @Test
  void stopsAtTheFirstInterrupt() throws Exception {
    server =
        new ChatDouble(
            (question, turn) -> {
              turn.begins().says("half");
              turn.awaitStop();
              turn.tells("error", "{\"kind\":\"CANCELLED\",\"message\":\"\",\"partial\":true}");
            });
    Answer answer = answer();
    CompletableFuture<Ending> ending = CompletableFuture.supplyAsync(() -> follow(answer));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    answer.interrupt();
    assertThat(ending.join())
        .isEqualTo(new Ending.Told(new ChatEvent.Failed("CANCELLED", "", 0, true)));
    assertThat(text).hasToString("half");
  }

  @Test
  void leavesAtTheSecondInterruptThoughNobodyListens() throws Exception {
    server = new ChatDouble((question, turn) -> turn.begins().says("half"));
    server.deaf = true;
    Answer answer = answer();
    CompletableFuture<Ending> ending = CompletableFuture.supplyAsync(() -> follow(answer));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    answer.interrupt();
    Thread.sleep(50);
    assertThat(ending).isNotDone();
    answer.interrupt();
    assertThat(ending.get(2, TimeUnit.SECONDS)).isEqualTo(new Ending.Left());
  }

  @Test
  void skipsWhatItDoesNotKnow() {
    server =
        new ChatDouble(
            (question, turn) -> oneTwoThree(turn.tells("new-in-a-later-version", "{\"x\":1}")));
    follow(answer());
    assertThat(text).hasToString("one two three");
  }
}
