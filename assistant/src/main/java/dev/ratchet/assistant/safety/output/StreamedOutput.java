package dev.ratchet.assistant.safety.output;

import dev.ratchet.assistant.safety.Mode;
import dev.ratchet.assistant.safety.OutputFilter;
import dev.ratchet.assistant.safety.Rules;
import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.FilterDecision.Allow;
import dev.ratchet.domain.FilterDecision.Block;
import dev.ratchet.domain.FilterDecision.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Two scanners over one answer: what the first lets through is passed on; the second, whose rules
 * only flag, sees that and holds nothing back.
 */
public final class StreamedOutput implements OutputFilter {
  private final Scanner blocking;
  private final Scanner flagging;

  public StreamedOutput(List<OutputRule> rules, Function<OutputRule, Mode> modes) {
    blocking = new Scanner(with(rules, modes, Mode.BLOCK));
    flagging = new Scanner(with(rules, modes, Mode.FLAG));
  }

  private static List<OutputRule> with(
      List<OutputRule> rules, Function<OutputRule, Mode> modes, Mode mode) {
    return rules.stream().filter(rule -> modes.apply(rule) == mode).toList();
  }

  @Override
  public String push(String piece) {
    String passed = blocking.push(piece);
    flagging.push(passed);
    return passed;
  }

  @Override
  public String finish() {
    String rest = blocking.finish();
    flagging.push(rest);
    flagging.finish();
    return rest;
  }

  @Override
  public FilterDecision decision() {
    String ended = blocking.endedBy();
    if (ended != null) {
      return new Block(ended, "The answer told what is not for its reader.", Rules.appeal(ended));
    }
    List<String> found = new ArrayList<>(blocking.found());
    flagging.found().stream().filter(rule -> !found.contains(rule)).forEach(found::add);
    return found.isEmpty()
        ? new Allow()
        : new Flag(found, "The answer held what these rules look for.");
  }

  /** How many characters are held back now. */
  int held() {
    return blocking.held();
  }
}
