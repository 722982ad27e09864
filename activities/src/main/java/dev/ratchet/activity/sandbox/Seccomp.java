package dev.ratchet.activity.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter of system calls for x86-64, as a classic BPF program; SeccompProfile says the same in
 * the words of container runtimes. Refuses what a build never needs and kernels were broken
 * through: tracing, mounting, new namespaces, modules, keys, BPF, io_uring, and sockets other than
 * Unix, IPv4, IPv6 and netlink. Numbers are those of the kernel's
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

  /** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
  static final int NEW_NAMESPACES = 0x7E020080;

  static final List<Call> NOT_IMPLEMENTED =
      List.of(
          new Call("clone3", 435),
          new Call("io_uring_setup", 425),
          new Call("io_uring_enter", 426),
          new Call("io_uring_register", 427));

  static final List<Call> REFUSED =
      List.of(
          new Call("ptrace", 101),
          new Call("process_vm_readv", 310),
          new Call("process_vm_writev", 311),
          new Call("mount", 165),
          new Call("umount2", 166),
          new Call("pivot_root", 155),
          new Call("chroot", 161),
          new Call("unshare", 272),
          new Call("setns", 308),
          new Call("bpf", 321),
          new Call("perf_event_open", 298),
          new Call("userfaultfd", 323),
          new Call("add_key", 248),
          new Call("request_key", 249),
          new Call("keyctl", 250),
          new Call("name_to_handle_at", 303),
          new Call("open_by_handle_at", 304),
          new Call("init_module", 175),
          new Call("finit_module", 313),
          new Call("delete_module", 176),
          new Call("kexec_load", 246),
          new Call("kexec_file_load", 320),
          new Call("reboot", 169),
          new Call("swapon", 167),
          new Call("swapoff", 168),
          new Call("syslog", 103),
          new Call("acct", 163),
          new Call("open_tree", 428),
          new Call("move_mount", 429),
          new Call("fsopen", 430),
          new Call("fsconfig", 431),
          new Call("fsmount", 432),
          new Call("fspick", 433),
          new Call("mount_setattr", 442),
          new Call("map_shadow_stack", 453),
          new Call("pidfd_getfd", 438),
          new Call("kcmp", 312),
          new Call("iopl", 172),
          new Call("ioperm", 173),
          new Call("quotactl", 179),
          new Call("quotactl_fd", 443),
          new Call("fanotify_init", 300),
          new Call("process_madvise", 440),
          new Call("open_tree_attr", 467));

  /** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. */
  static final List<Integer> FAMILIES = List.of(1, 2, 10, 16);

  /** TIOCSTI and TIOCLINUX. */
  static final List<Integer> TERMINAL_INJECTION = List.of(0x5412, 0x541C);

  private Seccomp() {}

  /** A system call and its number on x86-64. */
  record Call(String name, int number) {}

  record Instruction(int code, int jumpTrue, int jumpFalse, int operand) {}

  static List<Instruction> program() {
    List<Instruction> program = new ArrayList<>();
    program.add(new Instruction(LOAD, 0, 0, 4));
    program.add(new Instruction(JUMP_EQUAL, 1, 0, ARCH_X86_64));
    program.add(returns(KILL));
    program.add(new Instruction(LOAD, 0, 0, 0));
    program.add(new Instruction(JUMP_GREATER_EQUAL, 0, 1, X32));
    program.add(returns(KILL));
    for (Call call : NOT_IMPLEMENTED) {
      refuse(program, call.number(), ENOSYS);
    }
    for (Call call : REFUSED) {
      refuse(program, call.number(), EPERM);
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
    int checks = FAMILIES.size();
    program.add(new Instruction(JUMP_EQUAL, 0, checks + 3, SOCKET));
    program.add(firstArgument());
    for (int i = 0; i < checks; i++) {
      program.add(new Instruction(JUMP_EQUAL, checks - i, 0, FAMILIES.get(i)));
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
    program.add(new Instruction(JUMP_EQUAL, 1, 0, TERMINAL_INJECTION.get(0)));
    program.add(new Instruction(JUMP_EQUAL, 0, 1, TERMINAL_INJECTION.get(1)));
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
