package dev.ratchet.api.http;

import org.jspecify.annotations.Nullable;

/** An error as clients of OpenAI's protocol expect it. */
public record OpenAiError(Content error) {
  /**
   * @param param what of the request it is about, as in "messages"; null for all of it
   * @param code for programs
   */
  public record Content(
      String message, String type, @Nullable String param, @Nullable String code) {}

  /** Whether this path belongs to that protocol. */
  static boolean isExpected(String path) {
    return path.startsWith("/v1/") || path.equals("/v1");
  }

  public static OpenAiError of(ProblemException problem) {
    return new OpenAiError(
        new Content(
            String.valueOf(problem.getMessage()),
            type(problem.status()),
            problem.parameter(),
            code(problem.kind())));
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  /** Where OpenAI has a code of its own, that one. */
  private static String code(String kind) {
    return switch (kind) {
      case "unauthorized" -> "invalid_api_key";
      case "queue-full", "too-many-failures" -> "rate_limit_exceeded";
      default -> kind.replace('-', '_');
    };
  }
}
