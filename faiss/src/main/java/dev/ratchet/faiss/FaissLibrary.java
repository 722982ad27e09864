package dev.ratchet.faiss;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks the native libraries from the jars and loads them, once: into the folder that the
 * property {@code ratchet.native} names, else into the launcher's cache. Programs must be allowed
 * to lie there (no {@code noexec}). Processes of one user may share it.
 */
final class FaissLibrary {
  private static final String FOLDER = "ratchet.native";
  private static final String JAVACPP_FOLDER = "org.bytedeco.javacpp.cachedir";

  // In the order in which they need each other. JavaCPP would load them too, and its own binding of
  // OpenBLAS with them, which needs the system's libstdc++.
  private static final List<String> OPENBLAS =
      List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");

  private FaissLibrary() {}

  @SuppressWarnings("restricted")
  static void load(Class<?> functions) {
    // JavaCPP counts all memory of the process and refuses above twice the heap; our indexes have
    // an
    // owner of their own, and the heap is small.
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    if (System.getProperty(JAVACPP_FOLDER) == null) {
      System.setProperty(JAVACPP_FOLDER, folder(functions).toString());
    }
    for (String library : OPENBLAS) {
      System.load(unpack("/org/bytedeco/openblas/" + Loader.getPlatform() + "/" + library));
    }
    Loader.load(functions);
  }

  private static String unpack(String resource) {
    try {
      return Loader.cacheResource(FaissLibrary.class, resource).getPath();
    } catch (IOException cannotUnpack) {
      throw new UncheckedIOException("cannot unpack " + resource, cannotUnpack);
    }
  }

  /**
   * JavaCPP takes what it finds for right when size and time are right, and builds have the same
   * time: so each build has its folder.
   */
  private static Path folder(Class<?> functions) {
    Path folder = parent().resolve(digest(functions).substring(0, 16));
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException cannotUnpack) {
      throw new UncheckedIOException(
          "cannot unpack FAISS into " + folder + "; -D" + FOLDER + "=FOLDER names another one",
          cannotUnpack);
    }
    return folder;
  }

  private static Path parent() {
    String given = System.getProperty(FOLDER);
    if (given != null) {
      return Path.of(given);
    }
    String cache = System.getenv("RATCHET_CACHE");
    Path parent =
        cache == null
            ? Path.of(System.getProperty("user.home"), ".cache", "ratchet")
            : Path.of(cache);
    // Users may share the launcher's cache; what one unpacks, another must not have to trust.
    return parent.resolve("native-" + System.getProperty("user.name"));
  }

  private static String digest(Class<?> functions) {
    String name = Loader.getPlatform() + "/libjni" + functions.getSimpleName() + ".so";
    try (InputStream library = functions.getResourceAsStream(name)) {
      if (library == null) {
        throw new IllegalStateException("built without FAISS for this machine: no " + name);
      }
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(library.readAllBytes()));
    } catch (IOException | NoSuchAlgorithmException unreadable) {
      throw new IllegalStateException("cannot read " + name, unreadable);
    }
  }
}
