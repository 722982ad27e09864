package dev.ratchet.assistant.conversation;

import dev.ratchet.assistant.memory.Judge;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.assistant.safety.Source;
import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;

/** The safety filter on what is remembered. */
public record FilterJudge(SafetyFilter filter) implements Judge {
  @Override
  public String version() {
    return filter.version();
  }

  @Override
  public FilterDecision judge(Message.Role role, String text) {
    return filter.judge(text, role == Message.Role.USER ? Source.PERSON : Source.DATA);
  }
}
