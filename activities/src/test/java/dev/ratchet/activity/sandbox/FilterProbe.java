package dev.ratchet.activity.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Runs inside the sandbox and prints what the kernel answers to raw system calls. */
final class FilterProbe {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  private FilterProbe() {}

  public static void main(String[] arguments) throws Throwable {
    System.out.println("getpid=" + call(39, 0, 0, 0));
    System.out.println("socket-unix=" + call(41, 1, 1, 0));
    System.out.println("socket-vsock=" + call(41, 40, 1, 0));
    System.out.println("socket-alg=" + call(41, 38, 5, 0));
    System.out.println("io_uring=" + call(425, 8, 0, 0));
    System.out.println("ptrace=" + call(101, 0, 0, 0));
    System.out.println("unshare=" + call(272, 0x10000000, 0, 0));
    System.out.println("clone3=" + call(435, 0, 0, 0));
    System.out.println("bpf=" + call(321, 0, 0, 0));
    System.out.println("keyctl=" + call(250, 0, 0, 0));
  }

  private static String call(long number, long first, long second, long third) throws Throwable {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    MethodHandle syscall =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(word, word, word, word, word),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) syscall.invokeExact(state, number, first, second, third);
      int errno = (int) STATE.varHandle(PathElement.groupElement("errno")).get(state, 0L);
      return result < 0 ? "errno " + errno : "ok";
    }
  }
}
