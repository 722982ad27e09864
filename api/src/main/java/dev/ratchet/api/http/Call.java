package dev.ratchet.api.http;

import dev.ratchet.domain.Principal;
import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request that was admitted.
 *
 * @param principal who asks; nobody's for routes that need no token
 */
public record Call(Context ctx, Principal principal) {
  /** Also what keeps ids harmless in keys, queries and paths. */
  private static final Pattern ID = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?");

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** An id from the path. */
  public String id(String name) {
    String id = ctx.pathParam(name);
    if (!isId(id)) {
      throw ProblemException.notFound(
          "not-found", "no id has this form: lower-case letters, digits and '-'");
    }
    return id;
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isEmpty());
  }

  public int limit(int preset, int most) {
    return query("limit")
        .map(
            text -> {
              if (!text.matches("[0-9]{1,6}")
                  || Integer.parseInt(text) < 1
                  || Integer.parseInt(text) > most) {
                throw ProblemException.badRequest(
                    "limit must be a number from 1 to " + most + ", was '" + text + "'");
              }
              return Integer.parseInt(text);
            })
        .orElse(preset);
  }

  /** How many of a list's first to leave out. */
  public int offset() {
    String text = query("offset").orElse("0");
    if (!text.matches("[0-9]{1,6}")) {
      throw ProblemException.badRequest(
          "offset must be a number from 0 to 999999, was '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(ctx.header(name)).filter(value -> !value.isEmpty());
  }

  public <T> T body(Class<T> type) {
    return Objects.requireNonNull(Bodies.read(ctx, type), "the body must not be null");
  }

  public void answer(int status, Object body) {
    ctx.status(status).json(body);
  }
}
