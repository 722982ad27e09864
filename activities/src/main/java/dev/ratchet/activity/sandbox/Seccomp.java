package dev.ratchet.activity.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter of system calls for x86-64, as a classic BPF program. Refuses what a build never needs
 * and kernels were broken through: tracing, mounting, new namespaces, modules, keys, BPF, io_uring,
 * and sockets other than Unix, IPv4, IPv6 and netlink. Numbers are those of the kernel's
 * arch/x86/entry/syscalls/syscall_64.tbl; clone3 is refused with ENOSYS because its flags cannot be
 * seen by a filter, and libc then falls back to clone.
 */
final class Seccomp {
  private static final int LOAD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER_EQUAL = 0x35;
  private static final int JUMP_SET = 0x45;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff0000;
  private static final int EPERM = 0x00050001;
  private static final int ENOSYS = 0x00050026;
  private static final int KILL = 0x80000000;

  private static final int ARCH_X86_64 = 0xC000003E;
  private static final int X32 = 0x40000000;
  private static final int SOCKET = 41;
  private static final int CLONE = 56;
  private static final int IOCTL = 16;
  private static final int NEW_NAMESPACES = 0x7E020080;

  /** clone3 and io_uring_setup, _enter, _register. */
  private static final int[] NOT_IMPLEMENTED = {435, 425, 426, 427};

  /**
   * ptrace, process_vm_*, mount family, pivot_root, chroot, unshare, setns, bpf, perf_event_open,
   * userfaultfd, keys, modules, kexec, open_by_handle_at, swap, reboot, acct, fsopen family,
   * pidfd_getfd, kcmp, iopl, ioperm, quotactl, fanotify_init, process_madvise, open_tree_attr.
   */
  private static final int[] REFUSED = {
    101, 310, 311, 165, 166, 155, 161, 272, 308, 321, 298, 323, 248, 249, 250, 303, 304, 175, 313,
    176, 246, 320, 169, 167, 168, 103, 163, 428, 429, 430, 431, 432, 433, 442, 453, 438, 312, 172,
    173, 179, 443, 300, 440, 467
  };

  /** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. */
  private static final int[] FAMILIES = {1, 2, 10, 16};

  private static final int[] TERMINAL_INJECTION = {0x5412, 0x541C};

  private Seccomp() {}

  record Instruction(int code, int jumpTrue, int jumpFalse, int operand) {}

  static List<Instruction> program() {
    List<Instruction> program = new ArrayList<>();
    program.add(new Instruction(LOAD, 0, 0, 4));
    program.add(new Instruction(JUMP_EQUAL, 1, 0, ARCH_X86_64));
    program.add(returns(KILL));
    program.add(new Instruction(LOAD, 0, 0, 0));
    program.add(new Instruction(JUMP_GREATER_EQUAL, 0, 1, X32));
    program.add(returns(KILL));
    for (int call : NOT_IMPLEMENTED) {
      refuse(program, call, ENOSYS);
    }
    for (int call : REFUSED) {
      refuse(program, call, EPERM);
    }
    onlyFamilies(program);
    noNewNamespaces(program);
    noTerminalInjection(program);
    program.add(returns(ALLOW));
    return program;
  }

  private static void refuse(List<Instruction> program, int call, int result) {
    program.add(new Instruction(JUMP_EQUAL, 0, 1, call));
    program.add(returns(result));
  }

  private static void onlyFamilies(List<Instruction> program) {
    int checks = FAMILIES.length;
    program.add(new Instruction(JUMP_EQUAL, 0, checks + 3, SOCKET));
    program.add(firstArgument());
    for (int i = 0; i < checks; i++) {
      program.add(new Instruction(JUMP_EQUAL, checks - i, 0, FAMILIES[i]));
    }
    program.add(returns(EPERM));
    program.add(returns(ALLOW));
  }

  private static void noNewNamespaces(List<Instruction> program) {
    program.add(new Instruction(JUMP_EQUAL, 0, 4, CLONE));
    program.add(firstArgument());
    program.add(new Instruction(JUMP_SET, 0, 1, NEW_NAMESPACES));
    program.add(returns(EPERM));
    program.add(returns(ALLOW));
  }

  private static void noTerminalInjection(List<Instruction> program) {
    program.add(new Instruction(JUMP_EQUAL, 0, 4, IOCTL));
    program.add(new Instruction(LOAD, 0, 0, 24));
    program.add(new Instruction(JUMP_EQUAL, 1, 0, TERMINAL_INJECTION[0]));
    program.add(new Instruction(JUMP_EQUAL, 0, 1, TERMINAL_INJECTION[1]));
    program.add(returns(EPERM));
  }

  private static Instruction firstArgument() {
    return new Instruction(LOAD, 0, 0, 16);
  }

  private static Instruction returns(int result) {
    return new Instruction(RETURN, 0, 0, result);
  }

  /** As bubblewrap reads it: struct sock_filter, little-endian. */
  static byte[] encode(List<Instruction> program) {
    ByteBuffer bytes = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction instruction : program) {
      bytes
          .putShort((short) instruction.code())
          .put((byte) instruction.jumpTrue())
          .put((byte) instruction.jumpFalse())
          .putInt(instruction.operand());
    }
    return bytes.array();
  }
}
