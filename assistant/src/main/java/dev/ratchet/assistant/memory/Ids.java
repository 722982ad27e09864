package dev.ratchet.assistant.memory;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What may stand in a key of Redis. */
final class Ids {
  /** Long enough for any UUID with a prefix, short enough that ten thousand of them stay small. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /** Longer than any address of mail or name of a sign-on system. */
  private static final int LONGEST_USER = 320;

  private Ids() {}

  static boolean valid(String id) {
    return ID.matcher(id).matches();
  }

  static String require(String id, String name) {
    if (!valid(id)) {
      throw new IllegalArgumentException(
          name + " must be 1 to 128 letters, digits, dots, dashes or underscores");
    }
    return id;
  }

  /**
   * A user's id with every byte but letters, digits, dot, dash and underscore as %XX: no two users
   * get the same, and none can leave the braces of the hash tag.
   */
  static String encodeUser(String userId) {
    if (userId.isEmpty() || userId.length() > LONGEST_USER) {
      throw new IllegalArgumentException(
          "a user's id must have 1 to %d characters".formatted(LONGEST_USER));
    }
    if (valid(userId)) {
      return userId;
    }
    byte[] bytes = userId.getBytes(StandardCharsets.UTF_8);
    if (!new String(bytes, StandardCharsets.UTF_8).equals(userId)) {
      throw new IllegalArgumentException("a user's id must be text without broken characters");
    }
    StringBuilder encoded = new StringBuilder();
    for (byte one : bytes) {
      char character = (char) (one & 0xff);
      if (character < 0x80 && (Character.isLetterOrDigit(character) || "._-".indexOf(one) >= 0)) {
        encoded.append(character);
      } else {
        encoded.append("%%%02X".formatted(one & 0xff));
      }
    }
    return encoded.toString();
  }
}
