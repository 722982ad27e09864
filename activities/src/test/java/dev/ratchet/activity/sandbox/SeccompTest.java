package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.sandbox.Seccomp.Instruction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decodes the encoded program and runs it as the kernel would. */
class SeccompTest {
  private static final int X86_64 = 0xC000003E;
  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;

  @ParameterizedTest
  @CsvSource({
    "read, 0, 0, 0, 0x7fff0000",
    "execve, 59, 0, 0, 0x7fff0000",
    "ptrace, 101, 0, 0, 0x50001",
    "unshare, 272, 0, 0, 0x50001",
    "mount, 165, 0, 0, 0x50001",
    "pidfd_getfd, 438, 0, 0, 0x50001",
    "clone3, 435, 0, 0, 0x50026",
    "io_uring_setup, 425, 0, 0, 0x50026",
    "socket of AF_UNIX, 41, 1, 0, 0x7fff0000",
    "socket of AF_INET6, 41, 10, 0, 0x7fff0000",
    "socket of AF_NETLINK, 41, 16, 0, 0x7fff0000",
    "socket of AF_ALG, 41, 38, 0, 0x50001",
    "socket of AF_VSOCK, 41, 40, 0, 0x50001",
    "fork, 56, 17, 0, 0x7fff0000",
    "thread, 56, 0x3d0f00, 0, 0x7fff0000",
    "clone of a user namespace, 56, 0x10000011, 0, 0x50001",
    "clone of a network namespace, 56, 0x40000011, 0, 0x50001",
    "TCGETS, 16, 0, 0x5401, 0x7fff0000",
    "TIOCSTI, 16, 0, 0x5412, 0x50001",
    "TIOCLINUX, 16, 0, 0x541C, 0x50001",
  })
  void answersEachCall(String name, String call, String first, String second, String answer) {
    assertThat(run(X86_64, Long.decode(call).intValue(), Long.decode(first), Long.decode(second)))
        .as(name)
        .isEqualTo(Long.decode(answer).intValue());
  }

  @Test
  void killsWhatSpeaksAnotherArchitecture() {
    assertThat(run(0x40000003, 0, 0, 0)).isEqualTo(KILL);
    assertThat(run(X86_64, 0x40000000 | 101, 0, 0)).isEqualTo(KILL);
  }

  @Test
  void theUpperHalfOfAnArgumentHidesNothing() {
    assertThat(run(X86_64, 41, 1L << 32 | 40, 0)).isNotEqualTo(ALLOW);
    assertThat(run(X86_64, 16, 0, 1L << 32 | 0x5412)).isNotEqualTo(ALLOW);
  }

  private static int run(int architecture, int call, long first, long second) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(0, call).putInt(4, architecture).putLong(16, first).putLong(24, second);
    List<Instruction> program = decode(Seccomp.encode(Seccomp.program()));
    int accumulator = 0;
    for (int at = 0; ; at++) {
      Instruction step = program.get(at);
      boolean taken;
      switch (step.code()) {
        case 0x20 -> {
          accumulator = data.getInt(step.operand());
          continue;
        }
        case 0x06 -> {
          return step.operand();
        }
        case 0x15 -> taken = accumulator == step.operand();
        case 0x35 -> taken = Integer.compareUnsigned(accumulator, step.operand()) >= 0;
        case 0x45 -> taken = (accumulator & step.operand()) != 0;
        default -> throw new IllegalStateException("unknown code " + step.code());
      }
      at += taken ? step.jumpTrue() : step.jumpFalse();
    }
  }

  private static List<Instruction> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Instruction> program = new ArrayList<>();
    while (in.hasRemaining()) {
      int code = Short.toUnsignedInt(in.getShort());
      int whenTrue = Byte.toUnsignedInt(in.get());
      int whenFalse = Byte.toUnsignedInt(in.get());
      program.add(new Instruction(code, whenTrue, whenFalse, in.getInt()));
    }
    return program;
  }
}
