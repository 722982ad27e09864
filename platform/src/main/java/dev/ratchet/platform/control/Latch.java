package dev.ratchet.platform.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/**
 * The emergency stop's latch: engaged while its file exists, whatever the file holds. Needs no
 * running process, so that it works with everything down. Thread-safe, over processes too.
 */
public final class Latch {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;

  public Latch(Path file) {
    this.file = file;
  }

  /**
   * An order to stop.
   *
   * @param id names this engagement, so that workers can say which one they obeyed
   */
  public record Order(String id, String by, String reason, Instant at) {}

  /** Engages; when it is engaged already, the first order stays in force and is returned. */
  public Order engage(String by, String reason, Instant at) {
    Order order = new Order(UUID.randomUUID().toString(), by, reason, at);
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", order.id())
            .put("by", by)
            .put("reason", reason)
            .put("at", at.toString());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "emergency", ".new");
      try {
        Files.writeString(draft, json + "\n");
        Files.createLink(file, draft);
        return order;
      } catch (FileAlreadyExistsException engaged) {
        return read().orElse(order);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      return engageWithoutContent(order, e);
    }
  }

  /** On a full disk an empty file may still be made; its existence is what counts. */
  private Order engageWithoutContent(Order order, IOException cause) {
    try {
      Files.createFile(file);
      return read().orElse(order);
    } catch (IOException e) {
      cause.addSuppressed(e);
      throw new UncheckedIOException("cannot write the emergency stop's latch " + file, cause);
    }
  }

  /** The order in force, or empty when the latch is open. A file that cannot be read is engaged. */
  public Optional<Order> read() {
    try {
      return Optional.of(parse(Files.readString(file)));
    } catch (NoSuchFileException open) {
      return Optional.empty();
    } catch (IOException unreadable) {
      return Optional.of(unknown("the latch cannot be read"));
    }
  }

  private static Order parse(String text) {
    try {
      var json = JSON.readTree(text);
      return new Order(
          json.path("id").asText("unnamed"),
          json.path("by").asText("unknown"),
          json.path("reason").asText(""),
          Instant.parse(json.path("at").asText()));
    } catch (JsonProcessingException | DateTimeParseException damaged) {
      return unknown("the latch's file was made by hand or is damaged");
    }
  }

  private static Order unknown(String reason) {
    return new Order("unnamed", "unknown", reason, Instant.EPOCH);
  }

  /** Opens the latch; nothing happens when it is open. */
  public void release() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the emergency stop's latch " + file, e);
    }
  }
}
