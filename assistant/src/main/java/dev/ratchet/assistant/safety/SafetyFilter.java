package dev.ratchet.assistant.safety;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.safety.output.StreamedOutput;
import dev.ratchet.assistant.safety.rule.InputRule;
import dev.ratchet.assistant.safety.rule.RawRule;
import dev.ratchet.assistant.safety.text.Submission;
import dev.ratchet.domain.FilterDecision;
import dev.ratchet.platform.config.Config;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges texts by rules that an operator can switch. Thread-safe. */
public final class SafetyFilter {
  private final Switches switches;
  private final List<RawRule> rawRules;
  private final List<InputRule> inputRules;
  private final String version;

  /**
   * @param embeddings all-MiniLM-L6-v2 in process; where it pins its caller's thread, one that
   *     embeds on threads of its own. Without it the lexical scores decide alone.
   */
  public SafetyFilter(Switches switches, @Nullable EmbeddingModel embeddings) {
    this.switches = switches;
    rawRules = Rules.raw().stream().filter(rule -> isOn(rule.name())).toList();
    inputRules = Rules.input(embeddings).stream().filter(rule -> isOn(rule.name())).toList();
    version = Version.of(switches, embeddings != null);
  }

  /** As the operator wants it. */
  public static SafetyFilter of(Config config, @Nullable EmbeddingModel embeddings) {
    return new SafetyFilter(Switches.of(config), embeddings);
  }

  /** Whether every rule is off, so that there is nothing to ask it. */
  public boolean isOff() {
    return switches.allOff();
  }

  private boolean isOn(String rule) {
    return switches.mode(rule) != Mode.OFF;
  }

  /** Changes whenever the same text may be judged otherwise: stored decisions name it. */
  public String version() {
    return version;
  }

  /** Blocks for the time of some embeddings where the lexical score leaves a text open. */
  public FilterDecision judge(String text, Source source) {
    Findings findings = new Findings(switches);
    for (RawRule rule : rawRules) {
      rule.examine(text).ifPresent(suspicion -> findings.add(rule.name(), suspicion));
    }
    // What is blocked for its characters alone, or for its size, is not worth the work.
    if (!findings.blocked() && !inputRules.isEmpty()) {
      Submission submission = Submission.of(text, source);
      for (InputRule rule : inputRules) {
        rule.examine(submission).ifPresent(suspicion -> findings.add(rule.name(), suspicion));
      }
    }
    return findings.decision();
  }

  /**
   * A filter for one answer.
   *
   * @param canary a secret word of the system prompt, which no answer may hold; empty for none
   */
  public OutputFilter output(String canary) {
    return new StreamedOutput(Rules.output(canary), rule -> switches.mode(rule.name()));
  }
}
