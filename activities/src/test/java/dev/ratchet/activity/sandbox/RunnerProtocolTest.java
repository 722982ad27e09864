package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.activity.sandbox.RunnerProtocol.Greeting;
import dev.ratchet.activity.sandbox.RunnerProtocol.Order;
import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import dev.ratchet.activity.sandbox.SandboxCommand.Scratch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunnerProtocolTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private DataInputStream said() {
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  @Test
  void anOrderArrivesAsItWasGiven() throws IOException {
    Order order =
        new Order(
            new SandboxCommand(
                List.of("sh", "-c", "echo 'ä'"),
                Path.of("/data/in"),
                List.of(new Bind(Path.of("/m2 repository"), "/m2")),
                List.of(new Scratch("/tmp2", 1L << 40)),
                Map.of("A", "b\nc"),
                true,
                List.of("/src/*/target"),
                Path.of("/dev/null")),
            SelfTest.SMALL);
    RunnerProtocol.order(out, order);
    assertThat(RunnerProtocol.order(said())).isEqualTo(order);
  }

  @Test
  void whatTheRunnerSaysArrives() throws IOException {
    RunnerProtocol.greet(out, new Greeting(1L << 33, 2200));
    RunnerProtocol.piece(out, RunnerProtocol.PRINTED, new byte[] {1, 2, 3}, 2);
    RunnerProtocol.ending(out, new TreeEnd(137, true, false));
    DataInputStream in = said();
    assertThat(RunnerProtocol.greeting(in)).isEqualTo(new Greeting(1L << 33, 2200));
    assertThat(in.readByte()).isEqualTo(RunnerProtocol.PRINTED);
    assertThat(RunnerProtocol.piece(in)).containsExactly(1, 2);
    assertThat(in.readByte()).isEqualTo(RunnerProtocol.ENDED);
    assertThat(RunnerProtocol.ending(in)).isEqualTo(new TreeEnd(137, true, false));
  }

  @Test
  void anotherBuildIsNotUnderstood() throws IOException {
    out.writeInt(7);
    assertThatThrownBy(() -> RunnerProtocol.greeting(said()))
        .hasMessageContaining("different builds");
    assertThatThrownBy(() -> RunnerProtocol.order(said())).hasMessageContaining("different builds");
  }

  @Test
  void aLengthThatCannotBeIsRefusedBeforeItIsRead() throws IOException {
    out.writeInt(Integer.MAX_VALUE);
    assertThatThrownBy(() -> RunnerProtocol.piece(said())).hasMessageContaining("length");
    assertThatThrownBy(() -> RunnerProtocol.failure(said())).hasMessageContaining("length");
  }
}
