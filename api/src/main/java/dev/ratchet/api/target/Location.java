package dev.ratchet.api.target;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a repository may be, and what a target there is called. */
public final class Location {
  private static final Set<String> SCHEMES = Set.of("https", "http", "ssh", "git", "file");

  private static final Pattern BRANCH = Pattern.compile("[^\\s~^:?*\\[\\\\\\p{Cntrl}]{1,200}");

  private Location() {}

  /**
   * @throws IllegalArgumentException that says what would be right
   */
  public static void check(@Nullable String location, @Nullable String branch) {
    if (branch != null && !BRANCH.matcher(branch).matches()) {
      throw new IllegalArgumentException("'branch' must be the short name of a Git branch");
    }
    if (location == null || location.isBlank()) {
      throw new IllegalArgumentException("'location' is needed: a path or a Git URL");
    }
    if (location.length() > 2_000 || location.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "'location' must have at most 2,000 characters, none of them control characters");
    }
    if (location.startsWith("/") || location.matches("[\\w.-]+@[\\w.-]+:[^:].*")) {
      return;
    }
    checkUrl(location);
  }

  private static void checkUrl(String location) {
    try {
      URI uri = new URI(location);
      String scheme = uri.getScheme();
      if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "'location' must be an absolute path or a Git URL (https, ssh, git, file)");
      }
      // Not getUserInfo(): it is null when the host is none that Java knows, as git_server.
      String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
      String user = authority.substring(0, Math.max(authority.lastIndexOf('@'), 0));
      boolean named = !user.isEmpty() || authority.startsWith("@");
      boolean secret = named && (!scheme.equalsIgnoreCase("ssh") || !user.matches("[\\w.-]+"));
      if (secret) {
        throw new IllegalArgumentException(
            "'location' must hold no credentials: give them to Git's own configuration");
      }
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(
          "'location' must be an absolute path or a Git URL (https, ssh, git, file)");
    }
  }

  /**
   * A name from the location's last part, which a target may have. It does not end in '-' and
   * digits, as runs do.
   */
  static String name(String location) {
    String path = location.replaceAll("/+$", "").replaceAll("/?\\.git$", "");
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
    String name = last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
    String bounded =
        name.substring(0, Math.min(name.length(), 36))
            .replaceAll("-+$", "")
            .replaceAll("-+([0-9]+)$", "$1");
    return bounded.isEmpty() ? "target" : bounded;
  }
}
