package dev.ratchet.activity.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Compare-and-swap on refs of any repository. */
final class Refs {
  private Refs() {}

  /** Where a ref points that was read with its object. */
  static String target(Ref ref) {
    return Objects.requireNonNull(ref.getObjectId(), ref.getName()).name();
  }

  /**
   * @param expected null: must not exist
   * @param to null: delete
   * @return false when the ref is elsewhere; then nothing was changed
   */
  static boolean move(
      Repository repository,
      String name,
      @Nullable String expected,
      @Nullable String to,
      String reason) {
    try {
      RefUpdate update = repository.updateRef(name);
      update.setExpectedOldObjectId(
          expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected));
      update.setRefLogMessage(reason, false);
      update.setForceUpdate(true);
      if (to == null) {
        return moved(update.delete(), name);
      }
      update.setNewObjectId(ObjectId.fromString(to));
      return moved(update.forceUpdate(), name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + name, e);
    }
  }

  private static boolean moved(RefUpdate.Result result, String name) throws IOException {
    return switch (result) {
      case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> true;
      case LOCK_FAILURE, REJECTED -> false;
      default -> throw new IOException(name + ": " + result);
    };
  }

  static void check(RefUpdate.Result result, String name) throws IOException {
    if (!moved(result, name)) {
      throw new IOException(name + " is being changed by another process: " + result);
    }
  }
}
