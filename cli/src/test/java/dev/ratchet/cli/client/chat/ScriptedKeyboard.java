package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.Output;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A person who types what is written down, and interrupts each answer as often as told. */
final class ScriptedKeyboard implements Keyboard {
  private final Deque<Input> inputs = new ArrayDeque<>();
  private final StringWriter shown = new StringWriter();
  private final Output output;
  final List<String> recallable = new ArrayList<>();
  int interrupts;

  ScriptedKeyboard(String... lines) {
    List.of(lines).forEach(line -> inputs.add(new Input.Text(line)));
    inputs.add(new Input.End());
    PrintWriter writer = new PrintWriter(shown, true);
    output = new Output(writer, writer, false);
  }

  @Override
  public Input read(String prompt) {
    return inputs.remove();
  }

  @Override
  public void recallable(List<String> messages) {
    recallable.clear();
    recallable.addAll(messages);
  }

  @Override
  public Watch watch(Runnable interrupt) {
    for (int i = 0; i < interrupts; i++) {
      interrupt.run();
    }
    return () -> {};
  }

  @Override
  public Output output() {
    return output;
  }

  String shown() {
    return shown.toString();
  }

  List<Input> left() {
    return List.copyOf(inputs);
  }

  @Override
  public void close() {}
}
