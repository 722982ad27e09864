package dev.ratchet.platform.access;

import dev.ratchet.domain.Principal;
import dev.ratchet.platform.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * The administrator's token of one data folder, in a file that only the owner may read. The file
 * decides: a token that Redis has lost is made valid again, and one whose file was deleted is
 * replaced, so that deleting the file and starting again revokes it.
 */
public final class AdminToken {
  public static final Principal ADMIN =
      new Principal("admin", Principal.Kind.HUMAN, EnumSet.of(Principal.Role.ADMIN));

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private AdminToken() {}

  /** Makes the file where there is none, and the token in it valid. */
  public static Token establish(DataFolder folder, Tokens tokens, Instant now) {
    Token token = read(folder.adminToken(), folder.homeId());
    if (tokens.verify(token, now).isEmpty()) {
      tokens.put(token, ADMIN, now);
    }
    return token;
  }

  private static Token read(Path file, String homeId) {
    try {
      if (!Files.exists(file)) {
        write(file, Token.make(homeId));
      }
      Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      if (!OWNER_ONLY.containsAll(permissions)) {
        throw new IllegalStateException(
            "others may read %s: delete it, and the next start makes a new token".formatted(file));
      }
      return Token.parse(Files.readString(file).strip())
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "%s holds no token: delete it, and the next start makes a new one"
                          .formatted(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make or read " + file, e);
    }
  }

  private static void write(Path file, Token token) throws IOException {
    Files.createDirectories(file.getParent());
    Path draft =
        Files.createTempFile(
            file.getParent(),
            "admin-token",
            ".new",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(draft, token.text() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException alreadyMade) {
      // Another process was first: its token counts.
    } finally {
      Files.delete(draft);
    }
  }
}
