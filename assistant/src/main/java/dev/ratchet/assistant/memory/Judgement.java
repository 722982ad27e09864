package dev.ratchet.assistant.memory;

import dev.ratchet.domain.FilterDecision;

/**
 * What the filter said of a turn.
 *
 * @param version of the filter that said it
 */
record Judgement(String version, FilterDecision question, FilterDecision answer) {
  static Judgement of(Turn turn, Judge judge) {
    String version = judge.version();
    return new Judgement(
        version,
        judge.judge(turn.question().role(), turn.question().content()),
        judge.judge(turn.answer().role(), turn.answer().content()));
  }

  boolean blocksQuestion() {
    return question instanceof FilterDecision.Block;
  }

  boolean blocksAnswer() {
    return answer instanceof FilterDecision.Block;
  }
}
