package dev.ratchet.api.http;

import dev.ratchet.domain.Principal;
import dev.ratchet.platform.metric.Metrics;
import dev.ratchet.workflow.Payloads;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a table of routes. */
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  /** Every request but a stream's ends well within it, and streams end when they are told to. */
  private static final Duration FAREWELL = Duration.ofSeconds(20);

  private static final String ROUTE = "ratchet.route";

  private final Javalin server;

  private HttpServer(Javalin server) {
    this.server = server;
  }

  /**
   * @param port 0 for a free one
   */
  public static HttpServer start(
      String host, int port, List<Route> routes, Admission admission, Metrics metrics) {
    Javalin server =
        Javalin.create(
            config -> {
              configure(config, metrics);
              config.routes.before(ctx -> admission.checkHost(ctx));
              config.routes.exception(
                  Exception.class, (failure, ctx) -> Errors.answer(failure, ctx));
              // Javalin has a handler of its own for these, which the one above does not replace.
              config.routes.exception(
                  HttpResponseException.class, (failure, ctx) -> Errors.answer(failure, ctx));
              routes.forEach(route -> register(config, route, admission));
            });
    return new HttpServer(server.start(host, port));
  }

  private static void configure(JavalinConfig config, Metrics metrics) {
    config.startup.showJavalinBanner = false;
    config.concurrency.useVirtualThreads = true;
    config.http.maxRequestSize = ApiLimits.BODY_BYTES;
    config.http.prefer405over404 = true;
    config.jsonMapper(new JavalinJackson(Payloads.mapper(), true));
    config.jetty.modifyServer(HttpServer::prepare);
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.requestLogger.http((ctx, millis) -> record(ctx, millis, metrics));
  }

  private static void prepare(Server jetty) {
    jetty.setStopTimeout(FAREWELL.toMillis());
    jetty.setErrorHandler(new EarlyErrors());
  }

  private static void register(JavalinConfig config, Route route, Admission admission) {
    config.routes.addHttpHandler(
        route.method(),
        route.path(),
        ctx -> {
          ctx.attribute(ROUTE, route.path());
          ctx.header("Cache-Control", "no-store");
          ctx.header("X-Content-Type-Options", "nosniff");
          Principal principal = admission.admit(ctx, route);
          route.action().handle(new Call(ctx, principal));
        });
  }

  private static void record(Context ctx, float millis, Metrics metrics) {
    String route = Objects.requireNonNullElse(ctx.<String>attribute(ROUTE), "none");
    metrics.request(
        ctx.method().name(), route, ctx.statusCode(), Duration.ofNanos((long) (millis * 1e6)));
    log.debug(
        "method={} route={} status={} ms={}",
        ctx.method().name(),
        route,
        ctx.statusCode(),
        Math.round(millis));
  }

  public int port() {
    return server.port();
  }

  /** Takes no new requests and ends when those under way have ended. */
  @Override
  public void close() {
    server.stop();
  }
}
