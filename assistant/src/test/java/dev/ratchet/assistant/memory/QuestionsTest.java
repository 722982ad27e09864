package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuestionsTest {
  @Test
  void courtesyAndPunctuationDoNotCount() {
    assertThat(Questions.same("What is the port?", "what is  port")).isTrue();
    assertThat(Questions.same("Hi, how do I deploy \"billing\" please?", "How do I deploy billing"))
        .isTrue();
  }

  @Test
  void everythingElseDoes() {
    assertThat(Questions.same("Can I delete it?", "Can't I delete it?")).isFalse();
    assertThat(Questions.same("Who is Mara?", "Where is Mara?")).isFalse();
    assertThat(Questions.same("What is 1.5 times 2?", "What is 15 times 2?")).isFalse();
    assertThat(Questions.same("What is -5 squared?", "What is 5 squared?")).isFalse();
    assertThat(Questions.same("the man bit the dog", "the dog bit the man")).isFalse();
    assertThat(Questions.same("?", "!")).isFalse();
    assertThat(Questions.same("", "")).isFalse();
  }
}
