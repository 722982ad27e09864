package dev.ratchet.platform.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bearer token, "rat_ID_SECRET": the id finds its record, the secret's 256 random bits prove it.
 */
public final class Token {
  private static final Pattern FORM = Pattern.compile("rat_([a-z0-9]{1,32})_([A-Za-z0-9_-]{43})");

  private final String id;
  private final String secret;

  private Token(String id, String secret) {
    this.id = id;
    this.secret = secret;
  }

  /**
   * @param id 1 to 32 lower-case letters and digits
   */
  public static Token make(String id) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return parse("rat_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret))
        .orElseThrow(
            () -> new IllegalArgumentException("a token's id has 1 to 32 of a-z0-9, was " + id));
  }

  public static Optional<Token> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new Token(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  public String id() {
    return id;
  }

  /** What the bearer sends; a secret. */
  public String text() {
    return "rat_" + id + "_" + secret;
  }

  /** SHA-256 of the text, in hex: all that is stored. A hash of 256 random bits needs no salt. */
  public String hash() {
    return HexFormat.of().formatHex(sha256(text()));
  }

  /** In constant time. */
  public boolean matches(String hash) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "rat_" + id + "_…";
  }
}
