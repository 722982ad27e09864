package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
  private final WaitingLine<String> line = new WaitingLine<>();

  private List<String> pollAll() {
    List<String> order = new ArrayList<>();
    for (String next = line.poll(); next != null; next = line.poll()) {
      order.add(next);
    }
    return order;
  }

  @Test
  void letsUsersTakeTurnsAndChatGoFirst() {
    line.add(Lane.IMPROVEMENT, "run", "i1");
    for (int n = 1; n <= 3; n++) {
      line.add(Lane.CHAT, "ada", "a" + n);
    }
    line.add(Lane.CHAT, "bob", "b1");
    line.add(Lane.BACKGROUND, "ada", "s1");
    assertThat(line.inOrder(Lane.CHAT)).containsExactly("a1", "b1", "a2", "a3");
    assertThat(pollAll()).containsExactly("a1", "b1", "a2", "a3", "s1", "i1");
  }

  @Test
  void keepsCountWhateverHappens() {
    Random random = new Random(3);
    List<Object[]> inside = new ArrayList<>();
    for (int n = 0; n < 5_000; n++) {
      Lane lane = Lane.values()[random.nextInt(3)];
      String user = "u" + random.nextInt(5);
      switch (random.nextInt(3)) {
        case 0 -> {
          line.add(lane, user, "w" + n);
          inside.add(new Object[] {lane, user, "w" + n});
        }
        case 1 -> {
          if (!inside.isEmpty()) {
            Object[] gone = inside.remove(random.nextInt(inside.size()));
            assertThat(line.remove((Lane) gone[0], (String) gone[1], (String) gone[2])).isTrue();
          }
        }
        default -> {
          List<String> order = new ArrayList<>();
          for (Lane each : Lane.values()) {
            order.addAll(line.inOrder(each));
          }
          String next = line.poll();
          assertThat(next).isEqualTo(order.isEmpty() ? null : order.getFirst());
          inside.removeIf(entry -> entry[2].equals(next));
        }
      }
      assertThat(line.size()).isEqualTo(inside.size());
      assertThat(line.users())
          .isEqualTo((int) inside.stream().map(entry -> entry[1]).distinct().count());
    }
  }
}
