package dev.ratchet.api.http;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** The one place that turns failures into answers. Nothing of an unforeseen failure is told. */
public final class Errors {
  private static final Logger log = LoggerFactory.getLogger(Errors.class);

  /** As nginx calls it; nobody reads it but the figures. */
  public static final int CLIENT_LEFT = 499;

  private static final Set<Status.Code> AWAY =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);

  private Errors() {}

  public static void answer(Exception failure, Context ctx) {
    if (failure instanceof EofException) {
      ctx.status(CLIENT_LEFT);
      return;
    }
    ProblemException problem = problem(failure);
    if (failure instanceof ProblemException && problem.status() >= 500) {
      log.warn(
          "request=failed method={} path={} status={} detail=\"{}\"",
          ctx.method().name(),
          ctx.path(),
          problem.status(),
          problem.getMessage());
    } else if (problem.status() >= 500) {
      log.warn(
          "request=failed method={} path={} status={}",
          ctx.method().name(),
          ctx.path(),
          problem.status(),
          failure);
    }
    write(ctx, problem);
  }

  /** Answers with the problem. */
  static void write(Context ctx, ProblemException problem) {
    if (ctx.res().isCommitted()) {
      // The answer had begun: all that can still be said is that it is not whole.
      throw new IllegalStateException("broken off", problem);
    }
    Long wait = problem.retryAfterSeconds();
    if (wait != null) {
      ctx.header("Retry-After", wait.toString());
    }
    ctx.status(problem.status());
    if (OpenAiError.isExpected(ctx.path())) {
      ctx.json(OpenAiError.of(problem));
    } else {
      ctx.json(problem.at(ctx.path())).contentType("application/problem+json");
    }
  }

  static ProblemException problem(Throwable failure) {
    return switch (failure) {
      case ProblemException problem -> problem;
      case HttpResponseException refused -> refused(refused);
      case JedisException gone ->
          ProblemException.unavailable(
              "redis-away", "Redis does not answer; the request may be sent again");
      case WorkflowNotFoundException unknown ->
          ProblemException.notFound("not-found", "there is no open workflow for this");
      case StatusRuntimeException grpc -> temporal(grpc);
      case WorkflowServiceException service
          when service.getCause() instanceof StatusRuntimeException grpc ->
          temporal(grpc);
      default ->
          new ProblemException(
              500,
              "internal",
              "Something went wrong in Ratchet",
              "the api's log says what, at the time of this request");
    };
  }

  private static ProblemException temporal(StatusRuntimeException failure) {
    if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
      return ProblemException.notFound("not-found", "Temporal knows nothing of this");
    }
    if (AWAY.contains(failure.getStatus().getCode())) {
      return ProblemException.unavailable(
          "temporal-away", "Temporal does not answer; the request may be sent again");
    }
    return new ProblemException(
        502,
        "temporal-refused",
        "Temporal refused",
        "Temporal answered " + failure.getStatus().getCode() + "; the api's log says more");
  }

  /** Javalin's own refusals: no such route, wrong method, a body above the limit. */
  private static ProblemException refused(HttpResponseException refused) {
    int status = refused.getStatus();
    String detail =
        switch (status) {
          case 404 -> "there is nothing here; /openapi.json lists what there is";
          case 405 -> "this method is not served here; /openapi.json lists those that are";
          case 413 -> "the body is too large: send at most " + ApiLimits.BODY_BYTES + " bytes";
          default -> "the request was refused";
        };
    String kind =
        switch (status) {
          case 404 -> "no-such-route";
          case 405 -> "method-not-allowed";
          case 413 -> "body-too-large";
          default -> "refused";
        };
    return new ProblemException(status, kind, title(kind), detail);
  }

  private static String title(String kind) {
    String words = kind.replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
