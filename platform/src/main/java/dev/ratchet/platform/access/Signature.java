package dev.ratchet.platform.access;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what a person approved: HMAC-SHA-256 over UTF-8, in lower-case hex. Thread-safe. */
public final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param key of 32 bytes, {@link dev.ratchet.platform.DataFolder#approvalKey}
   */
  public Signature(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException("the approval key has 32 bytes, had " + key.length);
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  public String sign(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** In constant time. */
  public boolean verify(String text, String signature) {
    return MessageDigest.isEqual(
        sign(text).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
  }
}
