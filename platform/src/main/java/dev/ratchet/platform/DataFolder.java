package dev.ratchet.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Where everything lies that one installation keeps on disk. Thread-safe. */
public record DataFolder(Path root) {
  public DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** Bare mirrors of the targets, a folder NAME.git each. */
  public Path mirrors() {
    return root.resolve("mirrors");
  }

  public Path objects() {
    return root.resolve("objects");
  }

  /** What may be deleted at any moment and is rebuilt. */
  public Path cache() {
    return root.resolve("cache");
  }

  /** Inputs and outputs of running sandboxes. */
  public Path sandboxes() {
    return root.resolve("sandboxes");
  }

  /** A file per living worker, renewed every second. */
  public Path workers() {
    return root.resolve("workers");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** What the supervisor knows of the processes it started. */
  public Path run() {
    return root.resolve("run");
  }

  /** The emergency stop's latch: engaged while this file exists. */
  public Path latch() {
    return root.resolve("emergency-stop");
  }

  public Path adminToken() {
    return root.resolve("admin-token");
  }

  /** The id of the home in this folder; made once. */
  public String homeId() {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    return makeOnce(root.resolve("home-id"), HexFormat.of().formatHex(random));
  }

  /** The embedded Redis's password; made once, readable by the owner only. */
  public String redisPassword() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return makeOnce(root.resolve("redis-password"), HexFormat.of().formatHex(random));
  }

  /** The key of the small local model's server; made once, readable by the owner only. */
  public String modelKey() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return makeOnce(root.resolve("model-key"), HexFormat.of().formatHex(random));
  }

  /** The key that approvals are signed with; made once, readable by the owner only. */
  public byte[] approvalKey() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String encoded = Base64.getEncoder().encodeToString(random);
    return Base64.getDecoder().decode(makeOnce(root.resolve("approval-key"), encoded));
  }

  /**
   * The content of a small file that the first caller makes and all others read, over processes
   * too.
   */
  private static String makeOnce(Path file, String content) {
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      Files.createDirectories(file.getParent());
      Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
      try {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(draft, content + "\n", StandardOpenOption.TRUNCATE_EXISTING);
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException alreadyMade) {
        // Somebody was first: theirs counts.
      } finally {
        Files.delete(draft);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make or read " + file, e);
    }
  }
}
