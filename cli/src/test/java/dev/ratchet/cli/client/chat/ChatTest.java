package dev.ratchet.cli.client.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.cli.client.ApiClient;
import dev.ratchet.cli.client.ApiRefusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChatTest {
  @TempDir Path folder;
  private ChatDouble server;
  private ApiClient client;

  @BeforeEach
  void start() {
    server =
        new ChatDouble(
            (question, turn) ->
                turn.begins()
                    .tells("queued", "{\"position\":2,\"expectedWaitSeconds\":8.4}")
                    .tells(
                        "recalled",
                        "{\"memories\":[{\"turn\":\"t\",\"session\":\"s-0\",\"when\":\"2020-01-01T00:00:00Z\",\"text\":\"I like\\n  tea\",\"why\":\"similar meaning, 0.55\",\"score\":0.55}]}")
                    .tells("tool", "{\"name\":\"runs\",\"confirm\":null}")
                    .says("You said: " + question.path("message").asText() + "\u001b[2J")
                    .ends());
    client = new ApiClient(server.endpoint());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private ScriptedKeyboard talk(String... lines) {
    ScriptedKeyboard keyboard = new ScriptedKeyboard(lines);
    assertThat(new Chat(new ChatApi(client), keyboard, "assistant").run(null)).isZero();
    return keyboard;
  }

  @Test
  void keepsToItsSessionUntilANewOneIsBegun() {
    talk("one", "two", "/new", "three", "/agent improver", "four");
    assertThat(server.questions)
        .extracting(question -> question.path("session").asText("none"))
        .containsExactly("none", "s-1", "none", "s-1");
    assertThat(server.questions)
        .extracting(question -> question.path("agent").asText())
        .containsExactly("assistant", "assistant", "assistant", "improver");
    assertThat(server.questions.getFirst().required("session").isNull()).isTrue();
  }

  @Test
  void showsWhatWasRecalledWhenAsked() {
    String shown = talk("/recall", "What do I like?", "/recall", "/recall tea & biscuits").shown();
    assertThat(shown)
        .containsSubsequence(
            "nothing comes to mind",
            "· uses runs",
            "You said: What do I like?",
            "1 recalled: /recall",
            "similar meaning, 0.55",
            "      I like tea",
            "0.71  2 h ago  same words",
            "about tea & biscuits");
  }

  @Test
  void letsNoAnswerSteerTheTerminal() {
    ScriptedKeyboard keyboard = new ScriptedKeyboard();
    var writer = new java.io.StringWriter();
    var out = new java.io.PrintWriter(writer, true);
    try (AnswerView view = new AnswerView(new dev.ratchet.cli.client.Output(out, out, true))) {
      view.show(new ChatEvent.Text("a\u001b]0;title\u0007\u009b2Jb\r\nc"));
    }
    assertThat(writer.toString()).isEqualTo("a?]0;title??2Jb?\nc\n");
    assertThat(keyboard.left()).hasSize(1);
  }

  @Test
  void listsSwitchesRenamesAndExports() throws Exception {
    Path file = folder.resolve("out.md");
    ScriptedKeyboard keyboard =
        talk(
            "/export",
            "/sessions",
            "/switch 1",
            "/sessions",
            "/rename Tea time",
            "/export " + file,
            "/export " + file,
            "/switch 7",
            "/switch other");
    assertThat(keyboard.shown())
        .containsSubsequence(
            "nothing was said yet",
            " 1  The first",
            "2 h ago",
            "> earlier question\nearlier answer\n",
            " 1* The first",
            "renamed",
            "written to " + file,
            "there is such a file already",
            "there is no session 7",
            "there is no such session");
    assertThat(Files.readString(file)).isEqualTo("# Title\n");
    assertThat(keyboard.recallable).containsExactly("earlier question");
    assertThat(server.questions.getFirst().path("title").asText()).isEqualTo("Tea time");
  }

  @Test
  void saysWhatItDoesNotKnowAndTakesAMessageThatBeginsWithASlash() {
    String shown = talk("/etc/hosts is empty", "//etc/hosts is empty", "/stop", "/help").shown();
    assertThat(shown)
        .containsSubsequence(
            "there is no /etc/hosts", "You said: /etc/hosts is empty", "no answer", "/switch");
  }

  @Test
  void goesOnAfterARefusal() {
    server.refusals.add(429);
    assertThat(talk("one", "two").shown()).containsSubsequence("refused with 429", "You said: two");
  }

  @Test
  void leavesAtOnceWhenTold() {
    assertThat(talk("/quit", "never").left()).hasSize(2);
  }

  @Test
  void leavesAtASecondInterruptOfOneAnswer() {
    ScriptedKeyboard keyboard = new ScriptedKeyboard("one", "two");
    keyboard.interrupts = 2;
    new Chat(new ChatApi(client), keyboard, "assistant").run(null);
    assertThat(keyboard.left()).hasSize(2);
  }

  @Test
  void refusesToBeginInASessionThatIsNotThere() {
    assertThatThrownBy(
            () -> new Chat(new ChatApi(client), new ScriptedKeyboard(), "assistant").run("unknown"))
        .isInstanceOf(ApiRefusal.class);
  }
}
