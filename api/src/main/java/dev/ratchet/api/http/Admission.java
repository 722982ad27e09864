package dev.ratchet.api.http;

import dev.ratchet.domain.Principal;
import dev.ratchet.platform.access.Authentication;
import dev.ratchet.platform.access.Authentication.Login;
import io.javalin.http.Context;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Decides who is let in: by the Host header, the bearer token and the principal's roles. */
public final class Admission {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Principal NOBODY = new Principal("nobody", Principal.Kind.SERVICE, Set.of());

  private final Authentication authentication;
  private final Set<String> hosts;

  /**
   * @param names under which this server may be addressed, besides loopback's
   */
  public Admission(Authentication authentication, Set<String> names) {
    this.authentication = authentication;
    this.hosts = new HashSet<>(LOOPBACK);
    names.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Refuses other names than ours: a web page that rebinds its own name to us gets nothing. */
  void checkHost(Context ctx) {
    if (!hosts.contains(name(Objects.requireNonNullElse(ctx.header("Host"), "")))) {
      throw new ProblemException(
          403,
          "unknown-host",
          "Forbidden",
          "this server does not answer to this name: use localhost, or list the name in api.names");
    }
  }

  /** Without the port; on the way of every request, and so without a pattern. */
  private static String name(String host) {
    int end = host.length();
    while (end > 0 && host.charAt(end - 1) >= '0' && host.charAt(end - 1) <= '9') {
      end--;
    }
    boolean hasPort = end > 0 && end < host.length() && host.charAt(end - 1) == ':';
    return (hasPort ? host.substring(0, end - 1) : host).toLowerCase(Locale.ROOT);
  }

  Principal admit(Context ctx, Route route) {
    Principal.Role role = route.role();
    if (role == null) {
      return NOBODY;
    }
    Principal principal = login(ctx);
    if (!principal.has(role)) {
      throw new ProblemException(
          403,
          "role-missing",
          "Forbidden",
          "%s may not do this: it needs the role %s".formatted(principal.id(), role));
    }
    return principal;
  }

  private Principal login(Context ctx) {
    String header = Objects.requireNonNullElse(ctx.header("Authorization"), "");
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw unauthorized(ctx, "send the header Authorization: Bearer TOKEN");
    }
    return switch (authentication.login(header.substring(7).strip(), ctx.ip())) {
      case Login.Granted(Principal principal) -> principal;
      case Login.Refused() ->
          throw unauthorized(ctx, "the token is unknown, was revoked or has expired");
      case Login.TooManyFailures(var retryAfter) -> {
        throw new ProblemException(
                429,
                "too-many-failures",
                "Too many failed logins",
                "wait %d s before the next try".formatted(Math.max(1, retryAfter.toSeconds())))
            .retryAfter(retryAfter);
      }
    };
  }

  private static ProblemException unauthorized(Context ctx, String detail) {
    ctx.header("WWW-Authenticate", "Bearer realm=\"ratchet\"");
    return new ProblemException(401, "unauthorized", "Unauthorized", detail);
  }
}
