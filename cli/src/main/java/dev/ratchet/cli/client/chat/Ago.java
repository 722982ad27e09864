package dev.ratchet.cli.client.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as people say them. */
final class Ago {
  private Ago() {}

  /**
   * @param time as ISO 8601 has it; what is none is returned as it is
   */
  static String text(String time, Instant now) {
    try {
      return text(Duration.between(Instant.parse(time), now));
    } catch (DateTimeParseException none) {
      return time;
    }
  }

  private static String text(Duration age) {
    if (age.toMinutes() < 1) {
      return "just now";
    }
    if (age.toHours() < 1) {
      return age.toMinutes() + " min ago";
    }
    return age.toDays() < 1 ? age.toHours() + " h ago" : age.toDays() + " d ago";
  }
}
