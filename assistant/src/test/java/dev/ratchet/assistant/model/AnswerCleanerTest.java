package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCleanerTest {
  private static final List<String> PARTS =
      List.of(
          "<|start|>",
          "<|channel|>",
          "<|message|>",
          "<|end|>",
          "<|return|>",
          "<|call|>",
          "<|constrain|>",
          "<think>",
          "</think>",
          "<THINKING>",
          "</thinking>",
          "analysis",
          "final",
          "commentary to=functions.x ",
          "assistant",
          "json",
          "<",
          "<|",
          "|>",
          "a < b",
          "<b>bold</b>",
          "\n",
          " ",
          "The answer is a longer piece of text that no header could ever be, and so it is shown. ");

  private record Result(String text, String reasoning) {}

  private static final class Collector implements AnswerCleaner.Sink {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();

    @Override
    public void text(String piece) {
      assertThat(piece).isNotEmpty();
      text.append(piece);
    }

    @Override
    public void reasoning(String piece) {
      assertThat(piece).isNotEmpty();
      reasoning.append(piece);
    }
  }

  private static Result clean(List<String> pieces) {
    Collector collector = new Collector();
    AnswerCleaner cleaner = new AnswerCleaner(collector);
    pieces.forEach(cleaner::accept);
    cleaner.finish();
    return new Result(collector.text.toString(), collector.reasoning.toString());
  }

  private static Result clean(String whole) {
    return clean(List.of(whole));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain text;plain text;",
        "<|channel|>analysis<|message|>why<|end|><|start|>assistant<|channel|>final<|message|>so;so;why",
        "<|start|>assistant<|channel|>final<|message|>so<|return|>;so;",
        "<|channel|>commentary<|message|>I look it up.<|end|>;I look it up.;",
        "<|channel|>commentary to=functions.x <|constrain|>json<|message|>{}<|call|>;;{}",
        "<think>why</think> so;so;why",
        "<think>why;;why",
        "why</think>so;whyso;",
        "a < b and <b>c</b> <|x|>;a < b and <b>c</b> <|x|>;",
        "so<|end|>;so;",
        "so<|start|>assistant;so;",
        "so<|channel|>fin;so;",
        "the marker <|channel|> begins a channel's name;the marker  begins a channel's name;",
        "<<|end|>so;<so;",
        "ends with <|chan;ends with <|chan;"
      })
  void tellsThoughtsFromText(String raw, String text, String reasoning) {
    Result result = clean(raw);
    assertThat(result.text()).isEqualTo(text == null ? "" : text);
    assertThat(result.reasoning()).isEqualTo(reasoning == null ? "" : reasoning);
  }

  @Test
  void givesTheSameHoweverTheTextIsCut() {
    Random random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      StringBuilder whole = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        whole.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      String raw = whole.toString();
      Result expected = clean(raw);
      assertThat(clean(cut(raw, random))).as(raw).isEqualTo(expected);
      assertThat(clean(raw.chars().mapToObj(Character::toString).toList()))
          .as(raw)
          .isEqualTo(expected);
      assertThat(expected.text())
          .as(raw)
          .doesNotContain("<|channel|>", "<|message|>", "<|end|>", "<think>", "</think>");
    }
  }

  private static List<String> cut(String whole, Random random) {
    List<String> pieces = new java.util.ArrayList<>();
    for (int from = 0; from < whole.length(); ) {
      int to = Math.min(whole.length(), from + 1 + random.nextInt(9));
      pieces.add(whole.substring(from, to));
      from = to;
    }
    return pieces;
  }

  @Test
  void holdsBackNoMoreThanMayBecomeAMarker() {
    Collector collector = new Collector();
    AnswerCleaner cleaner = new AnswerCleaner(collector);
    cleaner.accept("two words <");
    assertThat(collector.text).hasToString("two words ");
    cleaner.accept("b>");
    assertThat(collector.text).hasToString("two words <b>");
  }

  @ParameterizedTest
  @CsvSource({
    "get_weather, get_weather",
    "get_weather<|channel|>commentary, get_weather",
    "functions.get_weather<|constrain|>json, get_weather",
    "functions.get_weather, get_weather"
  })
  void cleansNamesOfTools(String raw, String name) {
    assertThat(AnswerCleaner.toolName(raw)).isEqualTo(name);
  }
}
