package dev.ratchet.cli.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At a terminal whose keys are pressed by the test. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JLineKeyboardTest {
  private static final String UP = "\u001bOA";
  private final PipedOutputStream keys = new PipedOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private JLineKeyboard keyboard;

  @BeforeEach
  void start() throws IOException {
    keyboard =
        new JLineKeyboard(
            new ExternalTerminal(
                "test", "xterm", new PipedInputStream(keys, 8192), screen, StandardCharsets.UTF_8),
            SlashCommands.NAMES);
  }

  @AfterEach
  void stop() {
    keyboard.close();
  }

  private void press(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private static Keyboard.Input.Text text(String text) {
    return new Keyboard.Input.Text(text);
  }

  @Test
  void readsLinesAndBlocks() throws Exception {
    press("Grüße ä\r");
    assertThat(keyboard.read("> ")).isEqualTo(text("Grüße ä"));
    press("one\\\rtwo\r");
    assertThat(keyboard.read("> ")).isEqualTo(text("one\ntwo"));
    press("\"\"\"\ra !x\r\rb\r\"\"\"\r");
    assertThat(keyboard.read("> ")).isEqualTo(text("a !x\n\nb"));
  }

  @Test
  void completesNothingInAMessageThatGoesOn() throws Exception {
    press("\"\"\"\ra\t\u0004b\r\"\"\"\r");
    assertThat(keyboard.read("> ")).isEqualTo(text("ab"));
  }

  @Test
  void editsAndRecallsWhatWasTypedAndWhatTheSessionHolds() throws Exception {
    press("one\r");
    keyboard.read("> ");
    press(UP + "x\u007f!\r");
    assertThat(keyboard.read("> ")).isEqualTo(text("one!"));
    keyboard.recallable(List.of("first", "second"));
    press(UP + UP + "\r");
    assertThat(keyboard.read("> ")).isEqualTo(text("first"));
    press("/swi\t7\r");
    assertThat(keyboard.read("> ")).isEqualTo(text("/switch 7"));
  }

  @Test
  void anInterruptTakesTheLineAwayAndThenLeaves() throws Exception {
    CompletableFuture<Keyboard.Input> input =
        CompletableFuture.supplyAsync(() -> keyboard.read("> "));
    press("some");
    awaitShown("some");
    press("\u0003");
    Thread.sleep(200);
    assertThat(input).isNotDone();
    // One that comes before the line is read anew is nobody's.
    while (!input.isDone()) {
      press("\u0003");
      Thread.sleep(50);
    }
    assertThat(input.join()).isEqualTo(new Keyboard.Input.Interrupt());
    press("\u0004");
    assertThat(keyboard.read("> ")).isEqualTo(new Keyboard.Input.End());
  }

  private void awaitShown(String text) throws InterruptedException {
    while (!screen.toString(StandardCharsets.UTF_8).contains(text)) {
      Thread.sleep(10);
    }
  }

  @Test
  void interruptsWhileAnAnswerComesAndKeepsWhatIsTypedAhead() throws Exception {
    CountDownLatch interrupts = new CountDownLatch(2);
    try (Keyboard.Watch ignored = keyboard.watch(interrupts::countDown)) {
      press("\u0003");
      press("/stop\r");
      assertThat(interrupts.await(10, TimeUnit.SECONDS)).isTrue();
      press("next question\rtwo\\\rlines\rhalf ");
      Thread.sleep(200);
    }
    assertThat(screen.toString(StandardCharsets.UTF_8)).doesNotContain("next");
    assertThat(keyboard.read("> ")).isEqualTo(text("next question"));
    assertThat(keyboard.read("> ")).isEqualTo(text("two\nlines"));
    press("a line\r");
    assertThat(keyboard.read("> ")).isEqualTo(text("half a line"));
  }
}
