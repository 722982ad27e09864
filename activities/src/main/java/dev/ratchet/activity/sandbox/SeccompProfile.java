package dev.ratchet.activity.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.activity.sandbox.Seccomp.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The filter of {@link Seccomp} as the JSON that container runtimes read. Conditions on one
 * argument are alternatives there, so what is not allowed is spelled out. They compare 64 bits
 * where the kernel reads 32: whatever is above is masked or refused.
 */
final class SeccompProfile {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  private SeccompProfile() {}

  static String json() {
    List<Map<String, Object>> rules = new ArrayList<>();
    rules.add(rule(names(Seccomp.NOT_IMPLEMENTED), ENOSYS, List.of()));
    rules.add(rule(names(Seccomp.REFUSED), EPERM, List.of()));
    int last = Seccomp.FAMILIES.getLast();
    for (int family = 0; family < last; family++) {
      if (!Seccomp.FAMILIES.contains(family)) {
        rules.add(when("socket", Map.of("index", 0, "value", family, "op", "SCMP_CMP_EQ")));
      }
    }
    rules.add(when("socket", Map.of("index", 0, "value", last, "op", "SCMP_CMP_GT")));
    for (long bit = 1; bit <= Seccomp.NEW_NAMESPACES; bit <<= 1) {
      if ((Seccomp.NEW_NAMESPACES & bit) != 0) {
        rules.add(when("clone", masked(0, bit, bit)));
      }
    }
    for (int request : Seccomp.TERMINAL_INJECTION) {
      rules.add(when("ioctl", masked(1, 0xFFFFFFFFL, request)));
    }
    Map<String, Object> profile =
        Map.of(
            "defaultAction",
            "SCMP_ACT_ALLOW",
            "archMap",
            List.of(Map.of("architecture", "SCMP_ARCH_X86_64", "subArchitectures", List.of())),
            "syscalls",
            rules);
    try {
      return new ObjectMapper().writeValueAsString(profile);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> names(List<Call> calls) {
    return calls.stream().map(Call::name).toList();
  }

  private static Map<String, Object> when(String call, Map<String, Object> condition) {
    return rule(List.of(call), EPERM, List.of(condition));
  }

  private static Map<String, Object> rule(
      List<String> names, int errno, List<Map<String, Object>> conditions) {
    return Map.of(
        "names", names, "action", "SCMP_ACT_ERRNO", "errnoRet", errno, "args", conditions);
  }

  private static Map<String, Object> masked(int argument, long mask, long value) {
    return Map.of("index", argument, "value", mask, "valueTwo", value, "op", "SCMP_CMP_MASKED_EQ");
  }
}
