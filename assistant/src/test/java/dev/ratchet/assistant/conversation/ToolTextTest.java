package dev.ratchet.assistant.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.agent.AgentTools.Order;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTextTest {
  private static final String ARGUMENTS = "{\"run\":\"demo-1\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"show_run\", \"arguments\": {\"run\": \"demo-1\"}}",
        "\n  {\"tool\": \"show_run\", \"parameters\": {\"run\": \"demo-1\"}}\n",
        "```json\n{\"name\": \"show_run\", \"arguments\": {\"run\": \"demo-1\"}}\n```",
        "<tool_call>{\"name\": \"show_run\", \"arguments\": {\"run\": \"demo-1\"}}</tool_call>",
      })
  void findsAWishThatIsWrittenDown(String said) {
    ToolText text = new ToolText(Set.of("show_run"));
    for (int i = 0; i < said.length(); i++) {
      assertThat(text.push(said.substring(i, i + 1))).isEmpty();
    }
    assertThat(text.order()).contains(new Order("show_run", ARGUMENTS));
  }

  @Test
  void passesTextOnAsSoonAsItIsNone() {
    ToolText text = new ToolText(Set.of("show_run"));
    assertThat(text.push("``")).isEmpty();
    assertThat(text.push("`java\nint a;")).isEqualTo("```java\nint a;");
    assertThat(text.push("{\"name\"")).isEqualTo("{\"name\"");
    assertThat(text.order()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\": \"rm\", \"arguments\": {}}", "{\"a\": 1}", "{broken", "{}"})
  void whatNamesNoToolIsText(String said) {
    ToolText text = new ToolText(Set.of("show_run"));
    assertThat(text.push(said)).isEmpty();
    assertThat(text.order()).isEmpty();
    assertThat(text.drain()).isEqualTo(said);
  }

  @Test
  void withoutToolsNothingIsHeldBack() {
    assertThat(new ToolText(Set.of()).push("{")).isEqualTo("{");
  }
}
