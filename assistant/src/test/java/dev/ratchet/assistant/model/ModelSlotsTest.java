package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelSlotsTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final ModelSlots slots = ModelSlots.own(1, 8);
  private Slot running;

  @BeforeEach
  void takeTheOnlySlot() {
    running = enter(Lane.CHAT, "first").slot();
  }

  @AfterEach
  void close() {
    slots.close();
  }

  private Queued enter(Lane lane, String user) {
    return Queued.enter(slots, lane, user);
  }

  @Test
  void letsUsersTakeTurns() {
    List<Queued> ada = List.of(enter(Lane.CHAT, "ada"), enter(Lane.CHAT, "ada"));
    Queued bob = enter(Lane.CHAT, "bob");
    running.close();
    ada.getFirst().slot().close();
    bob.slot().close();
    ada.getLast().slot().close();
    assertThat(StubModel.await(SOON, () -> slots.busy() == 0)).isTrue();
  }

  @Test
  void tellsThePositionAndAWaitThatGrowsWithIt() {
    List<Duration> waits = new ArrayList<>();
    enter(Lane.CHAT, "ada");
    slots.enter(
        Lane.CHAT,
        "bob",
        new QueueListener() {
          @Override
          public void waiting(int position, Duration expectedWait) {
            assertThat(position).isEqualTo(2);
            waits.add(expectedWait);
          }

          @Override
          public void admitted(Slot slot) {
            slot.close();
          }

          @Override
          public void refused(ModelFailure failure) {}
        });
    assertThat(StubModel.await(SOON, () -> waits.size() == 1)).isTrue();
    assertThat(waits.getFirst()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void nobodyFillsTheQueueAlone() {
    enter(Lane.CHAT, "ada");
    enter(Lane.CHAT, "ada");
    ModelFailure refused = enter(Lane.CHAT, "ada").refusal();
    assertThat(refused.kind()).isEqualTo(ModelFailure.Kind.QUEUE_FULL);
    assertThat(refused.message()).contains("your requests");
    assertThat(enter(Lane.CHAT, "bob").refused()).isFalse();
  }

  @Test
  void improvementNeverKeepsChatOut() {
    for (int n = 0; n < 8; n++) {
      assertThat(enter(Lane.IMPROVEMENT, "run " + n).refused()).isFalse();
    }
    assertThat(enter(Lane.IMPROVEMENT, "run").refusal().kind())
        .isEqualTo(ModelFailure.Kind.QUEUE_FULL);
    Queued chat = enter(Lane.CHAT, "ada");
    assertThat(chat.refused()).isFalse();
    running.close();
    chat.slot().close();
  }

  @Test
  void whoLeavesIsNotAdmittedAndNobodyLosesASlot() {
    Queued ada = new Queued();
    Ticket ticket = slots.enter(Lane.CHAT, "ada", ada);
    assertThat(ticket.cancel()).isTrue();
    assertThat(ticket.cancel()).isFalse();
    running.close();
    running.close();
    enter(Lane.CHAT, "bob").slot().close();
    assertThat(ada.in()).isFalse();
    assertThat(slots.busy()).isZero();
  }

  @Test
  void refusesThoseWhoWaitWhenItCloses() {
    Queued waiting = enter(Lane.CHAT, "ada");
    slots.close();
    assertThat(waiting.refusal().kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(enter(Lane.CHAT, "bob").refused()).isTrue();
  }
}
