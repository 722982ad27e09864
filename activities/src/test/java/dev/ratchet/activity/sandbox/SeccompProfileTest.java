package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the profile as a container runtime does: any rule that applies refuses. */
class SeccompProfileTest {
  @ParameterizedTest
  @CsvSource({
    "read, 0, 0, 0",
    "ptrace, 0, 0, 1",
    "unshare, 0, 0, 1",
    "clone3, 0, 0, 38",
    "io_uring_setup, 0, 0, 38",
    "socket, 1, 0, 0",
    "socket, 2, 0, 0",
    "socket, 10, 0, 0",
    "socket, 16, 0, 0",
    "socket, 0, 0, 1",
    "socket, 38, 0, 1",
    "socket, 40, 0, 1",
    "socket, 0x100000028, 0, 1",
    "clone, 17, 0, 0",
    "clone, 0x3d0f00, 0, 0",
    "clone, 0x10000011, 0, 1",
    "clone, 0x40000011, 0, 1",
    "clone, 0x00020011, 0, 1",
    "ioctl, 0, 0x5401, 0",
    "ioctl, 0, 0x5412, 1",
    "ioctl, 0, 0x541C, 1",
    "ioctl, 0, 0x100005412, 1",
  })
  void answersEachCall(String call, String first, String second, int errno) throws Exception {
    long[] arguments = {Long.decode(first), Long.decode(second)};
    assertThat(
            rules()
                .filter(rule -> names(rule).contains(call) && applies(rule, arguments))
                .map(rule -> rule.get("errnoRet").asInt()))
        .isEqualTo(errno == 0 ? List.of() : List.of(errno));
  }

  @Test
  void refusesEveryCallOfTheFilter() throws Exception {
    List<String> refused =
        rules().filter(rule -> rule.get("args").isEmpty()).flatMap(r -> names(r).stream()).toList();
    assertThat(refused)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Seccomp.NOT_IMPLEMENTED.stream(), Seccomp.REFUSED.stream())
                .map(Seccomp.Call::name)
                .toList());
  }

  private static Stream<JsonNode> rules() throws Exception {
    JsonNode profile = new ObjectMapper().readTree(SeccompProfile.json());
    return StreamSupport.stream(profile.get("syscalls").spliterator(), false);
  }

  private static List<String> names(JsonNode rule) {
    return StreamSupport.stream(rule.get("names").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static boolean applies(JsonNode rule, long[] arguments) {
    for (JsonNode condition : rule.get("args")) {
      long argument = arguments[condition.get("index").asInt()];
      long value = condition.get("value").asLong();
      boolean holds =
          switch (condition.get("op").asText()) {
            case "SCMP_CMP_EQ" -> argument == value;
            case "SCMP_CMP_GT" -> Long.compareUnsigned(argument, value) > 0;
            case "SCMP_CMP_MASKED_EQ" -> (argument & value) == condition.get("valueTwo").asLong();
            default -> throw new IllegalStateException(condition.toString());
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }
}
