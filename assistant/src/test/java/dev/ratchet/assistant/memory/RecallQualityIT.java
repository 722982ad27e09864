package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.ratchet.assistant.memory.MessageIndex.Lists;
import dev.ratchet.assistant.memory.RecallQuality.Measured;
import dev.ratchet.assistant.memory.RecallQuality.Tally;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallQualityIT {
  @TempDir Path folder;

  @Test
  void wordsAndMeaningsTogetherFindMoreThanEach() throws Exception {
    ConversationSet set = ConversationSet.read(Path.of("../benchmarks/recall/example.json"));
    Measured measured = new RecallQuality(new AllMiniLmL6V2QuantizedEmbeddingModel()).measure(set);
    Tally fused = measured.byLists().get(Lists.ALL);
    assertThat(fused.at10())
        .isGreaterThanOrEqualTo(0.85)
        .isGreaterThan(measured.byLists().get(Lists.WORDS).at10())
        .isGreaterThan(measured.byLists().get(Lists.MEANINGS).at10());
    assertThat(measured.byKind()).containsOnlyKeys("single-hop", "multi-hop", "temporal");
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    measured.print(new PrintStream(told, true, StandardCharsets.UTF_8));
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("| both, fused | 51 |");
  }

  @Test
  void countsShareAndRank() {
    Tally tally = new Tally();
    tally.add(List.of("a", "b", "c", "d", "e", "f"), List.of("b", "f"));
    tally.add(List.of("a"), List.of("z"));
    assertThat(tally.at5()).isEqualTo(0.25);
    assertThat(tally.at10()).isEqualTo(0.5);
    assertThat(tally.meanReciprocalRank()).isEqualTo(0.25);
  }

  @Test
  void saysWhatIsMissingInAFile() throws Exception {
    Path file = folder.resolve("set.json");
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> ConversationSet.read(file)).hasMessageContaining("no conversations");
    Files.writeString(
        file, "{\"conversations\": [{\"id\": \"c\", \"messages\": [{\"id\": \"m\"}]}]}");
    assertThatThrownBy(() -> ConversationSet.read(file)).hasMessageContaining("\"session\"");
  }
}
