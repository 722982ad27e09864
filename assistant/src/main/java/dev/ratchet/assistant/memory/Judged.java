package dev.ratchet.assistant.memory;

import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;
import java.util.List;

/** Turns with what the filter in force says of them: older decisions are made anew, and kept. */
final class Judged {
  private final TurnStore turns;
  private final Judge judge;

  Judged(TurnStore turns, Judge judge) {
    this.turns = turns;
    this.judge = judge;
  }

  List<StoredTurn> current(String userId, List<StoredTurn> stored) {
    String version = judge.version();
    return stored.stream()
        .map(one -> one.judgement().version().equals(version) ? one : again(userId, one))
        .toList();
  }

  /** Whether a text that a model wrote may enter a prompt. */
  boolean allows(String text) {
    return !(judge.judge(Message.Role.ASSISTANT, text) instanceof FilterDecision.Block);
  }

  private StoredTurn again(String userId, StoredTurn stored) {
    Judgement judgement = Judgement.of(stored.turn(), judge);
    turns.judged(userId, stored.id(), judgement);
    return new StoredTurn(stored.turn(), stored.sequence(), judgement);
  }
}
