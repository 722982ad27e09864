package dev.ratchet.assistant.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  /** Gives so many bytes at a time as chance has it. */
  private static final class Dripping extends InputStream {
    private final ByteArrayInputStream bytes;
    private final Random random;

    Dripping(String text, Random random) {
      this.bytes = new ByteArrayInputStream(text.getBytes(UTF_8));
      this.random = random;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int from, int length) {
      return bytes.read(target, from, Math.min(length, 1 + random.nextInt(7)));
    }
  }

  private static List<EventReader.Event> read(InputStream in) throws IOException {
    EventReader reader = new EventReader(in);
    List<EventReader.Event> events = new ArrayList<>();
    for (EventReader.Event next = reader.next(); next != null; next = reader.next()) {
      events.add(next);
    }
    return events;
  }

  @Test
  void readsTheSameHoweverTheBytesArrive() throws IOException {
    String text =
        ": a comment\n\ndata: one\n\nevent: error\r\ndata: t\u00fc\u20ac\ud83d\ude00\r\n\r\nid: 7\ndata:a\ndata:  b\n\ndata: last";
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      assertThat(read(new Dripping(text, random)))
          .containsExactly(
              new EventReader.Event("", "one"),
              new EventReader.Event("error", "t\u00fc\u20ac\ud83d\ude00"),
              new EventReader.Event("", "a\n b"),
              new EventReader.Event("", "last"));
    }
  }

  @Test
  void takesLongEventsAndRefusesEndlessOnes() throws IOException {
    String arguments = "x".repeat(300_000);
    assertThat(read(new ByteArrayInputStream(("data: " + arguments + "\n\n").getBytes(UTF_8))))
        .containsExactly(new EventReader.Event("", arguments));
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThatThrownBy(() -> read(endless)).isInstanceOf(TroubleException.class);
  }
}
