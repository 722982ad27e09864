package dev.ratchet.assistant.safety.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.safety.classifier.Verdict.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The weights and the code that makes features belong together: whoever changes one has to train
 * anew. They have seen these examples, so this says nothing of unseen ones: docs/safety.md does.
 */
class ShippedWeightsTest {
  private static final Path EXAMPLES = Path.of("training");

  private final AttackWording wording = AttackWording.load(null);

  private double attacks(String file) throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLES.resolve(file));
    long found =
        lines.stream()
            .map(line -> wording.judge(new Example(line, false, "").view()).level())
            .filter(level -> level == Level.ATTACK)
            .count();
    return (double) found / lines.size();
  }

  @Test
  void knowTheirOwnAttacks() throws IOException {
    assertThat(attacks("attacks.txt")).isGreaterThan(0.9);
  }

  @Test
  void letTheirOwnHarmlessTextsPass() throws IOException {
    assertThat(attacks("benign.txt")).isLessThan(0.01);
  }
}
